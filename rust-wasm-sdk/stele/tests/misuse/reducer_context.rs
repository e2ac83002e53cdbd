// a reducer is `fn f(ctx: &ReducerContext, argument: Type, ...)`
#[stele::reducer]
pub fn nothing() {}

fn main() {}
