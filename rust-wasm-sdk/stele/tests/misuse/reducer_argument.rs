// `&'static str` cannot be stored in a table or sent to a client
#[stele::reducer]
pub fn nothing(_ctx: &stele::ReducerContext, _text: &'static str) {}

fn main() {}
