// `String` cannot be numbered
#[stele::table(accessor = person)]
pub struct Person {
    #[auto_inc]
    id: String,
}

fn main() {}
