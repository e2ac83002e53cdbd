// is not a key of an index over `(u32,)`
use stele::{table, ReducerContext};

#[table(accessor = person, public)]
pub struct Person {
    #[index(hash)]
    age: u32,
}

pub fn find(ctx: &ReducerContext) {
    ctx.db.person().age().filter(1u32..5);
}

fn main() {}
