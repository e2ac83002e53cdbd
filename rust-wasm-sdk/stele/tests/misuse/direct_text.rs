// `String` cannot be the key of a direct index
#[stele::table(accessor = person)]
pub struct Person {
    #[index(direct)]
    name: String,
}

fn main() {}
