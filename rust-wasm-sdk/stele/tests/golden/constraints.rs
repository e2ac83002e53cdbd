//! Keys, indexes, sequences, private and event tables, failing reducers, set semantics.
use stele::{reducer, table, ReducerContext, SpacetimeType, Table};

#[table(accessor = person, public)]
#[derive(Clone, Debug)]
pub struct Person {
    #[primary_key]
    #[auto_inc]
    id: u64,
    #[unique]
    email: String,
    #[index(btree)]
    age: u8,
}

/// No key at all: a pure set of rows.
#[table(accessor = grid, public, index(accessor = by_xy, btree(columns = [x, y])))]
#[derive(Clone, Debug)]
pub struct Grid {
    x: u32,
    y: u32,
    label: String,
}

#[table(accessor = hashed, public, index(accessor = by_pair, hash(columns = [a, b])))]
#[derive(Clone, Debug)]
pub struct Hashed {
    #[primary_key]
    id: u32,
    #[index(hash)]
    name: String,
    a: u8,
    b: u16,
}

#[derive(SpacetimeType, Clone, Copy, Debug, PartialEq)]
pub enum Level {
    Low,
    Mid,
    High,
}

#[table(accessor = dense, public)]
#[derive(Clone, Debug)]
pub struct Dense {
    #[unique]
    #[index(direct)]
    slot: u16,
    #[index(btree)]
    level: Level,
    #[unique]
    code: i64,
}

#[table(accessor = small_seq, public)]
#[derive(Clone, Debug)]
pub struct SmallSeq {
    #[primary_key]
    #[auto_inc]
    id: u8,
    text: String,
}

#[table(accessor = signed_seq, public)]
#[derive(Clone, Debug)]
pub struct SignedSeq {
    #[auto_inc]
    n: i8,
    text: String,
}

/// Child of `person`, for joins.
#[table(accessor = pet, public)]
#[derive(Clone, Debug)]
pub struct Pet {
    #[primary_key]
    id: u32,
    #[index(btree)]
    owner_id: u64,
    name: String,
}

#[table(accessor = secret)]
#[derive(Clone, Debug)]
pub struct Secret {
    #[primary_key]
    id: u32,
    word: String,
}

#[table(accessor = ping, public, event)]
#[derive(Clone, Debug)]
pub struct Ping {
    n: u32,
    text: String,
}

#[table(accessor = keyed_event, public, event)]
#[derive(Clone, Debug)]
pub struct KeyedEvent {
    #[primary_key]
    id: u32,
    text: String,
}

#[reducer]
pub fn add_person(ctx: &ReducerContext, email: String, age: u8) {
    let p = ctx.db.person().insert(Person { id: 0, email, age });
    log::info!("person {} added", p.id);
}

#[reducer]
pub fn add_person_id(ctx: &ReducerContext, id: u64, email: String, age: u8) -> Result<(), String> {
    ctx.db.person().try_insert(Person { id, email, age }).map_err(|e| e.to_string())?;
    Ok(())
}

#[reducer]
pub fn set_age(ctx: &ReducerContext, id: u64, age: u8) -> Result<(), String> {
    let p = ctx.db.person().id().find(id).ok_or_else(|| format!("no person {id}"))?;
    ctx.db.person().id().update(Person { age, ..p });
    Ok(())
}

#[reducer]
pub fn set_email(ctx: &ReducerContext, id: u64, email: String) -> Result<(), String> {
    let p = ctx.db.person().id().find(id).ok_or_else(|| format!("no person {id}"))?;
    ctx.db.person().id().update(Person { email, ..p });
    Ok(())
}

#[reducer]
pub fn update_missing(ctx: &ReducerContext) {
    ctx.db.person().id().update(Person { id: 999_999, email: "nobody".into(), age: 1 });
}

#[reducer]
pub fn delete_person(ctx: &ReducerContext, id: u64) -> Result<(), String> {
    if ctx.db.person().id().delete(id) {
        Ok(())
    } else {
        Err(format!("no person {id}"))
    }
}

#[reducer]
pub fn delete_ages(ctx: &ReducerContext, from: u8, to: u8) {
    let n = ctx.db.person().age().delete(from..=to);
    log::warn!("deleted {n}");
}

#[reducer]
pub fn delete_and_reinsert(ctx: &ReducerContext, id: u64) {
    let p = ctx.db.person().id().find(id).unwrap();
    ctx.db.person().id().delete(id);
    ctx.db.person().insert(p);
}

#[reducer]
pub fn insert_and_delete(ctx: &ReducerContext) {
    let p = ctx.db.person().insert(Person { id: 0, email: "ghost".into(), age: 1 });
    ctx.db.person().id().delete(p.id);
}

#[reducer]
pub fn clear_people(ctx: &ReducerContext) {
    for p in ctx.db.person().iter() {
        ctx.db.person().id().delete(p.id);
    }
}

#[reducer]
pub fn add_grid(ctx: &ReducerContext, x: u32, y: u32, label: String) {
    let before = ctx.db.grid().count();
    ctx.db.grid().insert(Grid { x, y, label });
    log::info!("grid {before} -> {}", ctx.db.grid().count());
}

#[reducer]
pub fn delete_grid(ctx: &ReducerContext, x: u32) {
    let n = ctx.db.grid().by_xy().delete(x);
    log::info!("deleted {n}");
}

#[reducer]
pub fn scan_grid(ctx: &ReducerContext, x: u32, lo: u32, hi: u32) {
    let v: Vec<_> = ctx.db.grid().by_xy().filter((x, lo..hi)).map(|g| (g.x, g.y, g.label)).collect();
    log::info!("{v:?}");
}

#[reducer]
pub fn add_hashed(ctx: &ReducerContext, id: u32, name: String, a: u8, b: u16) {
    ctx.db.hashed().insert(Hashed { id, name, a, b });
}

#[reducer]
pub fn add_dense(ctx: &ReducerContext, slot: u16, level: Level, code: i64) {
    ctx.db.dense().insert(Dense { slot, level, code });
}

#[reducer]
pub fn add_small(ctx: &ReducerContext, id: u8, text: String) {
    let r = ctx.db.small_seq().insert(SmallSeq { id, text });
    log::info!("small {}", r.id);
}

#[reducer]
pub fn fill_small(ctx: &ReducerContext, n: u32) {
    for i in 0..n {
        ctx.db.small_seq().insert(SmallSeq { id: 0, text: format!("t{i}") });
    }
}

#[reducer]
pub fn fill_signed(ctx: &ReducerContext, n: u32) {
    for i in 0..n {
        let r = ctx.db.signed_seq().insert(SignedSeq { n: 0, text: format!("t{i}") });
        if r.n < 3 {
            log::info!("signed {}", r.n);
        }
    }
}

#[reducer]
pub fn add_pet(ctx: &ReducerContext, id: u32, owner_id: u64, name: String) {
    ctx.db.pet().insert(Pet { id, owner_id, name });
}

#[reducer]
pub fn move_pet(ctx: &ReducerContext, id: u32, owner_id: u64) {
    let p = ctx.db.pet().id().find(id).unwrap();
    ctx.db.pet().id().update(Pet { owner_id, ..p });
}

#[reducer]
pub fn delete_pet(ctx: &ReducerContext, id: u32) {
    ctx.db.pet().id().delete(id);
}

#[reducer]
pub fn add_secret(ctx: &ReducerContext, id: u32, word: String) {
    ctx.db.secret().insert(Secret { id, word });
}

#[reducer]
pub fn emit(ctx: &ReducerContext, n: u32, text: String) {
    ctx.db.ping().insert(Ping { n, text });
}

#[reducer]
pub fn emit_many(ctx: &ReducerContext, n: u32) {
    for i in 0..n {
        ctx.db.ping().insert(Ping { n: i, text: format!("p{i}") });
    }
    log::info!("visible in tx: {}", ctx.db.ping().count());
}

#[reducer]
pub fn emit_twice_same(ctx: &ReducerContext) {
    ctx.db.ping().insert(Ping { n: 1, text: "same".into() });
    ctx.db.ping().insert(Ping { n: 1, text: "same".into() });
}

#[reducer]
pub fn emit_keyed(ctx: &ReducerContext, id: u32, text: String) {
    ctx.db.keyed_event().insert(KeyedEvent { id, text });
}

#[reducer]
pub fn emit_keyed_dup(ctx: &ReducerContext, id: u32) {
    ctx.db.keyed_event().insert(KeyedEvent { id, text: "first".into() });
    ctx.db.keyed_event().insert(KeyedEvent { id, text: "second".into() });
}

#[reducer]
pub fn emit_and_delete(ctx: &ReducerContext) {
    ctx.db.keyed_event().insert(KeyedEvent { id: 5, text: "gone".into() });
    ctx.db.keyed_event().id().delete(5);
}

#[reducer]
pub fn emit_and_add(ctx: &ReducerContext, n: u32) {
    ctx.db.ping().insert(Ping { n, text: "with person".into() });
    ctx.db.person().insert(Person { id: 0, email: format!("p{n}@x"), age: 33 });
}

#[reducer]
pub fn emit_and_fail(ctx: &ReducerContext, n: u32) -> Result<(), String> {
    ctx.db.ping().insert(Ping { n, text: "never seen".into() });
    Err("emit failed".into())
}

#[reducer]
pub fn noop(_ctx: &ReducerContext) {}

#[reducer]
pub fn fail_err(_ctx: &ReducerContext, text: String) -> Result<(), String> {
    Err(text)
}

#[reducer]
pub fn fail_panic(_ctx: &ReducerContext, text: String) {
    panic!("{text}");
}

#[reducer]
pub fn insert_then_err(ctx: &ReducerContext, email: String) -> Result<(), String> {
    ctx.db.person().insert(Person { id: 0, email, age: 1 });
    Err("rolled back".into())
}

#[reducer]
pub fn insert_then_panic(ctx: &ReducerContext, email: String) {
    ctx.db.person().insert(Person { id: 0, email, age: 1 });
    panic!("rolled back by panic");
}

#[reducer]
pub fn big(ctx: &ReducerContext, n: u32, len: u32) {
    for i in 0..n {
        ctx.db.grid().insert(Grid { x: 1000, y: i, label: "abcdefgh".repeat(len as usize / 8) });
    }
}

#[reducer]
pub fn log_levels(_ctx: &ReducerContext) {
    log::error!("an error");
    log::warn!("a warning");
    log::info!("an info");
    log::debug!("a debug");
    log::trace!("a trace");
    let _t = stele::log_stopwatch::LogStopwatch::new("watch");
}
