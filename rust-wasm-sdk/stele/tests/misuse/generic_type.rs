// a type of the database has no parameters
#[derive(stele::SpacetimeType)]
pub struct Pair<T> {
    one: T,
    other: T,
}

fn main() {}
