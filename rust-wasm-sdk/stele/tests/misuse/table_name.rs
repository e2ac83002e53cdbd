// a table needs a name: `#[table(accessor = NAME)]`
#[stele::table(public)]
pub struct Person {
    id: u64,
}

fn main() {}
