// a table has one primary key
#[stele::table(accessor = person)]
pub struct Person {
    #[primary_key]
    id: u64,
    #[primary_key]
    other: u64,
}

fn main() {}
