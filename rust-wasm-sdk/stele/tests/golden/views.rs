//! Sender views, anonymous views, query views, a view with primary key, semijoin views, a view that can fail.
use stele::{reducer, table, view, AnonymousViewContext, Identity, Query, ReducerContext, SpacetimeType, Table, ViewContext};

#[table(accessor = player, public)]
#[derive(Clone, Debug)]
pub struct Player {
    #[primary_key]
    id: u64,
    #[unique]
    owner: Identity,
    name: String,
    #[index(btree)]
    level: u32,
}

/// Private, reachable only through views.
#[table(accessor = item)]
#[derive(Clone, Debug)]
pub struct Item {
    #[primary_key]
    id: u32,
    #[index(btree)]
    player_id: u64,
    kind: String,
}

#[derive(SpacetimeType, Clone, Debug)]
pub struct ItemInfo {
    item_id: u32,
    label: String,
}

#[derive(SpacetimeType, Clone, Debug)]
pub struct Count {
    players: u64,
}

/// At most one row, depends on the caller.
#[view(accessor = my_player, public)]
fn my_player(ctx: &ViewContext) -> Option<Player> {
    ctx.db.player().owner().find(ctx.sender())
}

/// Several rows, depends on the caller, reads two tables.
#[view(accessor = my_items, public)]
fn my_items(ctx: &ViewContext) -> Vec<Item> {
    let Some(p) = ctx.db.player().owner().find(ctx.sender()) else { return vec![] };
    ctx.db.item().player_id().filter(p.id).collect()
}

/// Does not depend on the caller.
#[view(accessor = top_players, public)]
fn top_players(ctx: &AnonymousViewContext) -> Vec<Player> {
    ctx.db.player().level().filter(10u32..).collect()
}

#[view(accessor = player_count, public)]
fn player_count(ctx: &AnonymousViewContext) -> Option<Count> {
    Some(Count { players: ctx.db.player().count() })
}

/// With a primary key, so that clients see updates.
#[view(accessor = item_info, public, primary_key = item_id)]
fn item_info(ctx: &AnonymousViewContext) -> Vec<ItemInfo> {
    ctx.db.item().player_id().filter(0u64..).map(|i| ItemInfo { item_id: i.id, label: format!("{}#{}", i.kind, i.player_id) }).collect()
}

#[view(accessor = high_q, public)]
fn high_q(ctx: &AnonymousViewContext) -> impl Query<Player> {
    ctx.from.player().r#where(|p| p.level.gte(10u32)).build()
}

#[view(accessor = mine_q, public)]
fn mine_q(ctx: &ViewContext) -> impl Query<Player> {
    ctx.from.player().r#where(|p| p.owner.eq(ctx.sender())).build()
}

#[view(accessor = my_items_q, public)]
fn my_items_q(ctx: &ViewContext) -> impl Query<Item> {
    ctx.from
        .player()
        .r#where(|p| p.owner.eq(ctx.sender()))
        .right_semijoin(ctx.from.item(), |p, i| p.id.eq(i.player_id))
        .build()
}

#[view(accessor = owners_of_swords_q, public)]
fn owners_of_swords_q(ctx: &AnonymousViewContext) -> impl Query<Player> {
    ctx.from
        .item()
        .r#where(|i| i.kind.eq("sword".to_string()))
        .right_semijoin(ctx.from.player(), |i, p| i.player_id.eq(p.id))
        .build()
}

/// Panics as soon as a player of level 666 exists.
#[view(accessor = touchy, public)]
fn touchy(ctx: &AnonymousViewContext) -> Vec<Count> {
    if ctx.db.player().level().filter(666u32).next().is_some() {
        panic!("touchy view does not like level 666");
    }
    vec![Count { players: 1 }]
}

#[reducer]
pub fn add_player(ctx: &ReducerContext, id: u64, name: String, level: u32) {
    ctx.db.player().insert(Player { id, owner: ctx.sender(), name, level });
}

#[reducer]
pub fn add_npc(ctx: &ReducerContext, id: u64, name: String, level: u32) {
    let mut b = [0u8; 32];
    b[..8].copy_from_slice(&id.to_le_bytes());
    ctx.db.player().insert(Player { id, owner: Identity::from_byte_array(b), name, level });
}

#[reducer]
pub fn set_level(ctx: &ReducerContext, id: u64, level: u32) {
    let p = ctx.db.player().id().find(id).unwrap();
    ctx.db.player().id().update(Player { level, ..p });
}

#[reducer]
pub fn remove_player(ctx: &ReducerContext, id: u64) {
    ctx.db.player().id().delete(id);
}

#[reducer]
pub fn add_item(ctx: &ReducerContext, id: u32, player_id: u64, kind: String) {
    ctx.db.item().insert(Item { id, player_id, kind });
}

#[reducer]
pub fn set_kind(ctx: &ReducerContext, id: u32, kind: String) {
    let i = ctx.db.item().id().find(id).unwrap();
    ctx.db.item().id().update(Item { kind, ..i });
}

#[reducer]
pub fn give_item(ctx: &ReducerContext, id: u32, player_id: u64) {
    let i = ctx.db.item().id().find(id).unwrap();
    ctx.db.item().id().update(Item { player_id, ..i });
}

#[reducer]
pub fn remove_item(ctx: &ReducerContext, id: u32) {
    ctx.db.item().id().delete(id);
}
