// there is no column `c`
#[stele::table(accessor = grid, index(accessor = by_place, btree(columns = [a, c])))]
pub struct Grid {
    a: u8,
    b: u8,
}

fn main() {}
