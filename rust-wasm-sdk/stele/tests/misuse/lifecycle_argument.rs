// a lifecycle reducer takes its context alone
#[stele::reducer(init)]
pub fn init(_ctx: &stele::ReducerContext, _number: u32) {}

fn main() {}
