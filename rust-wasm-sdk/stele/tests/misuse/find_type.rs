// `&str` is not a key of type `u64`
use stele::{table, ReducerContext};

#[table(accessor = person, public)]
pub struct Person {
    #[primary_key]
    id: u64,
}

pub fn find(ctx: &ReducerContext) {
    ctx.db.person().id().find("one");
}

fn main() {}
