//! Client visibility filters and lifecycle reducers.
use stele::{client_visibility_filter, reducer, table, Filter, Identity, ReducerContext, Table};

#[table(accessor = account, public)]
#[derive(Clone, Debug)]
pub struct Account {
    #[primary_key]
    who: Identity,
    name: String,
}

#[table(accessor = note, public)]
#[derive(Clone, Debug)]
pub struct Note {
    #[primary_key]
    id: u32,
    #[index(btree)]
    author: Identity,
    shared: bool,
    text: String,
}

#[table(accessor = member, public)]
#[derive(Clone, Debug)]
pub struct Member {
    #[primary_key]
    id: u32,
    #[index(btree)]
    room: u32,
    #[index(btree)]
    who: Identity,
}

#[table(accessor = message, public)]
#[derive(Clone, Debug)]
pub struct Message {
    #[primary_key]
    id: u32,
    #[index(btree)]
    room: u32,
    text: String,
}

#[table(accessor = conn_log, public)]
#[derive(Clone, Debug)]
pub struct ConnLog {
    #[primary_key]
    #[auto_inc]
    id: u32,
    event: String,
    who: Identity,
    has_connection: bool,
}

/// Row 0: mode of the door, 0 open, 1 refuse with an error, 2 refuse with a panic. The owner always comes in.
#[table(accessor = door)]
#[derive(Clone, Debug)]
pub struct Door {
    #[primary_key]
    id: u8,
    mode: u8,
    owner: Identity,
}

#[client_visibility_filter]
const OWN_ACCOUNT: Filter = Filter::Sql("SELECT * FROM account WHERE who = :sender");
#[client_visibility_filter]
const OWN_NOTES: Filter = Filter::Sql("SELECT * FROM note WHERE author = :sender");
#[client_visibility_filter]
const SHARED_NOTES: Filter = Filter::Sql("SELECT * FROM note WHERE shared = true");
#[client_visibility_filter]
const ROOM_MESSAGES: Filter =
    Filter::Sql("SELECT message.* FROM message JOIN member ON message.room = member.room WHERE member.who = :sender");

fn record(ctx: &ReducerContext, event: &str) {
    ctx.db.conn_log().insert(ConnLog { id: 0, event: event.into(), who: ctx.sender(), has_connection: ctx.connection_id().is_some() });
}

#[reducer(init)]
pub fn init(ctx: &ReducerContext) {
    ctx.db.door().insert(Door { id: 0, mode: 0, owner: ctx.sender() });
    record(ctx, "init");
}

#[reducer(client_connected)]
pub fn connected(ctx: &ReducerContext) -> Result<(), String> {
    let door = ctx.db.door().id().find(0).unwrap();
    if door.owner != ctx.sender() {
        match door.mode {
            1 => return Err("the door is closed".into()),
            2 => panic!("the door is broken"),
            _ => {}
        }
    }
    record(ctx, "connected");
    Ok(())
}

#[reducer(client_disconnected)]
pub fn disconnected(ctx: &ReducerContext) {
    record(ctx, "disconnected");
}

#[reducer]
pub fn set_door(ctx: &ReducerContext, mode: u8) {
    let d = ctx.db.door().id().find(0).unwrap();
    ctx.db.door().id().update(Door { mode, ..d });
}

#[reducer]
pub fn sign_up(ctx: &ReducerContext, name: String) {
    ctx.db.account().insert(Account { who: ctx.sender(), name });
}

#[reducer]
pub fn add_note(ctx: &ReducerContext, id: u32, shared: bool, text: String) {
    ctx.db.note().insert(Note { id, author: ctx.sender(), shared, text });
}

#[reducer]
pub fn share(ctx: &ReducerContext, id: u32, shared: bool) {
    let n = ctx.db.note().id().find(id).unwrap();
    ctx.db.note().id().update(Note { shared, ..n });
}

#[reducer]
pub fn enter(ctx: &ReducerContext, id: u32, room: u32) {
    ctx.db.member().insert(Member { id, room, who: ctx.sender() });
}

#[reducer]
pub fn leave(ctx: &ReducerContext, id: u32) {
    ctx.db.member().id().delete(id);
}

#[reducer]
pub fn say(ctx: &ReducerContext, id: u32, room: u32, text: String) {
    ctx.db.message().insert(Message { id, room, text });
}
