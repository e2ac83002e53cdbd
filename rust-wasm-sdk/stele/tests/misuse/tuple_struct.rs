// a struct in the database needs names for its fields
#[derive(stele::SpacetimeType)]
pub struct Point(i32, i32);

fn main() {}
