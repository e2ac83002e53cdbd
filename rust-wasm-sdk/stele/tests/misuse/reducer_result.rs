// a reducer returns nothing or a `Result<(), E>` whose error can be displayed
#[stele::reducer]
pub fn nothing(_ctx: &stele::ReducerContext) -> u32 {
    1
}

fn main() {}
