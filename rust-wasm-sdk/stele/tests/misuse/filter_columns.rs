// is not what an index over `(u8, u16)` can be asked for
use stele::{table, ReducerContext};

#[table(accessor = grid, public, index(accessor = by_place, btree(columns = [a, b])))]
pub struct Grid {
    a: u8,
    b: u16,
}

pub fn find(ctx: &ReducerContext) {
    ctx.db.grid().by_place().filter((1u8, 2u16, 3u32));
}

fn main() {}
