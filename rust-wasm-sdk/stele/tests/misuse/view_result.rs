// a view returns `Vec<Row>`, `Option<Row>` or `impl Query<Row>`
#[stele::view(accessor = people, public)]
fn people(_ctx: &stele::AnonymousViewContext) -> u32 {
    1
}

fn main() {}
