// this function only reads tables
use stele::{table, view, AnonymousViewContext, Table};

#[table(accessor = person, public)]
pub struct Person {
    #[primary_key]
    id: u64,
}

#[view(accessor = people, public)]
fn people(ctx: &AnonymousViewContext) -> Vec<Person> {
    ctx.db.person().clear();
    Vec::new()
}

fn main() {}
