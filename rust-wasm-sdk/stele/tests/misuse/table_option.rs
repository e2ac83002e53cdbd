// expected `accessor`, `public`, `event`, `index`, `scheduled` or `name`
#[stele::table(accessor = person, publik)]
pub struct Person {
    id: u64,
}

fn main() {}
