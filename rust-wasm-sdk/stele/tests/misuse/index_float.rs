// `f64` cannot be the key of an index
#[stele::table(accessor = person)]
pub struct Person {
    #[index(btree)]
    height: f64,
}

fn main() {}
