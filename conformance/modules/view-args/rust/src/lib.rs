//! Views that take arguments, and views that read others.

use stele::{
    reducer, sql, table, view, AnonymousViewContext, Identity, Query, ReducerContext, Table,
    ViewContext,
};

#[table(accessor = player, public)]
pub struct Player {
    #[primary_key]
    id: u32,
    #[index(btree)]
    x: i32,
    name: String,
    #[index(btree)]
    owner: Identity,
}

#[reducer]
fn put(ctx: &ReducerContext, id: u32, x: i32, name: String, owner: Identity) {
    ctx.db.player().id().delete(id);
    ctx.db.player().insert(Player { id, x, name, owner });
}

#[reducer]
fn remove(ctx: &ReducerContext, id: u32) {
    ctx.db.player().id().delete(id);
}

/// Players between two places.
#[view(accessor = near, public, primary_key = id)]
fn near(ctx: &AnonymousViewContext, from: i32, to: i32) -> impl Query<Player> {
    ctx.from.player().r#where(|p| p.x.gte(from).and(p.x.lt(to)))
}

/// The caller's players of a name.
#[view(accessor = mine, public, primary_key = id)]
fn mine(ctx: &ViewContext, name: String) -> Vec<Player> {
    ctx.db.player().owner().filter(ctx.sender()).filter(|p| p.name == name).collect()
}

/// What anybody's player of an owner is, or nothing.
#[view(accessor = first_of, public, primary_key = id)]
fn first_of(ctx: &AnonymousViewContext, owner: Identity) -> Option<Player> {
    ctx.db.player().owner().filter(owner).next()
}

/// Those near the middle without the one name.
#[view(accessor = middle, public, primary_key = id)]
fn middle(_ctx: &AnonymousViewContext) -> impl Query<Player> {
    sql("SELECT * FROM near(-10, 10) WHERE name <> 'it''s'")
}

/// The caller's in the middle.
#[view(accessor = my_middle, public, primary_key = id)]
fn my_middle(ctx: &ViewContext) -> impl Query<Player> {
    sql(format!("SELECT * FROM middle WHERE owner = 0x{}", ctx.sender().to_hex()))
}

#[view(accessor = chicken, public)]
fn chicken(_ctx: &AnonymousViewContext) -> impl Query<Player> {
    sql("SELECT * FROM egg")
}

#[view(accessor = egg, public)]
fn egg(_ctx: &AnonymousViewContext) -> impl Query<Player> {
    sql("SELECT * FROM chicken")
}

#[view(accessor = confused, public)]
fn confused(_ctx: &AnonymousViewContext) -> impl Query<Player> {
    sql("SELECT * FROM my_middle")
}
