// `HashMap<u8, u8>` cannot be stored in a table or sent to a client
#[stele::table(accessor = person)]
pub struct Person {
    map: std::collections::HashMap<u8, u8>,
}

fn main() {}
