// a variant has nothing or one value: put several into a struct of their own
#[derive(stele::SpacetimeType)]
pub enum Shape {
    Point { x: i32, y: i32 },
}

fn main() {}
