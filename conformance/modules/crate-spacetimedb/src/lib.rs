//! A module as its author writes it for the published crate `spacetimedb`, and for nothing else.
use spacetimedb::sats::{i256, u256};
use spacetimedb::{
    reducer, table, ConnectionId, Identity, ReducerContext, ScheduleAt, SpacetimeType, Table,
    TimeDuration, Timestamp, Uuid,
};

mod procedures;
mod routes;
mod rules;
mod views;

// Every type in a column

#[derive(SpacetimeType, Clone, Debug)]
pub struct Place {
    street: String,
    number: u16,
}

#[derive(SpacetimeType, Clone, Debug)]
pub enum Contact {
    Nobody,
    Phone(String),
    Visit(Place),
    Calls(Vec<u32>),
}

#[derive(SpacetimeType, Clone, Copy, Debug, PartialEq, Eq)]
pub enum Season {
    Spring,
    Summer,
    Autumn,
    Winter,
}

#[table(accessor = number, public)]
#[derive(Clone)]
pub struct Number {
    #[primary_key]
    id: u32,
    a: i8,
    b: u8,
    c: i16,
    d: u16,
    e: i32,
    f: u32,
    g: i64,
    h: u64,
    i: i128,
    j: u128,
    k: i256,
    l: u256,
    single: f32,
    precise: f64,
    flag: bool,
}

#[table(accessor = thing, public)]
#[derive(Clone)]
pub struct Thing {
    #[primary_key]
    id: u32,
    text: String,
    raw: Vec<u8>,
    words: Vec<String>,
    maybe: Option<i64>,
    outcome: Result<u32, String>,
    contact: Contact,
    place: Place,
    season: Season,
    who: Identity,
    connection: ConnectionId,
    at: Timestamp,
    span: TimeDuration,
    due: ScheduleAt,
    token: Uuid,
}

/// Inserts one row of known values into each table of types.
#[reducer]
pub fn fill(ctx: &ReducerContext, id: u32) {
    ctx.db.number().insert(Number {
        id,
        a: i8::MIN,
        b: u8::MAX,
        c: i16::MIN,
        d: u16::MAX,
        e: i32::MIN,
        f: u32::MAX,
        g: i64::MIN,
        h: u64::MAX,
        i: i128::MIN,
        j: u128::MAX,
        k: i256::MIN,
        l: u256::MAX,
        single: 0.5,
        precise: -2.25,
        flag: true,
    });
    let place = Place {
        street: "Hauptstraße".into(),
        number: 7,
    };
    ctx.db.thing().insert(Thing {
        id,
        text: "héllo".into(),
        raw: vec![0, 127, 255],
        words: vec!["one".into(), String::new()],
        maybe: Some(-1),
        outcome: Err("no".into()),
        contact: Contact::Visit(place.clone()),
        place,
        season: Season::Autumn,
        who: ctx.sender(),
        connection: ConnectionId::from_u128(5),
        at: Timestamp::from_micros_since_unix_epoch(1_700_000_000_000_000),
        span: TimeDuration::from_micros(-1),
        due: ScheduleAt::Interval(TimeDuration::from_micros(3_000_000)),
        token: Uuid::from_u128(6),
    });
}

/// Takes the values of both tables as arguments.
#[reducer]
pub fn put(ctx: &ReducerContext, number: Number, thing: Thing) {
    ctx.db.number().id().delete(number.id);
    ctx.db.number().insert(number);
    ctx.db.thing().id().delete(thing.id);
    ctx.db.thing().insert(thing);
}

// Keys and indexes

#[table(accessor = person, public, index(accessor = by_home, btree(columns = [city, street])))]
#[derive(Clone)]
pub struct Person {
    #[primary_key]
    #[auto_inc]
    id: u64,
    #[unique]
    email: String,
    #[index(btree)]
    age: u8,
    #[index(hash)]
    team: String,
    city: String,
    street: String,
}

/// What reducers found out.
#[table(accessor = note, public)]
pub struct Note {
    #[primary_key]
    #[auto_inc]
    id: u32,
    text: String,
}

fn tell(ctx: &ReducerContext, text: String) {
    ctx.db.note().insert(Note { id: 0, text });
}

#[reducer]
pub fn add_person(
    ctx: &ReducerContext,
    email: String,
    age: u8,
    team: String,
    city: String,
    street: String,
) -> Result<(), String> {
    let row = Person { id: 0, email, age, team, city, street };
    let added = ctx.db.person().try_insert(row).map_err(|_| "taken".to_string())?;
    log::info!("person {} added", added.id);
    tell(ctx, format!("person {}", added.id));
    Ok(())
}

#[reducer]
pub fn set_age(ctx: &ReducerContext, id: u64, age: u8) -> Result<(), String> {
    let found = ctx.db.person().id().find(id);
    let person = found.ok_or_else(|| format!("no person {id}"))?;
    ctx.db.person().id().update(Person { age, ..person });
    Ok(())
}

#[reducer]
pub fn remove_person(ctx: &ReducerContext, email: String) {
    let is_deleted = ctx.db.person().email().delete(&email);
    tell(ctx, format!("deleted {is_deleted}"));
}

/// Each kind of look-up.
#[reducer]
pub fn look_up(ctx: &ReducerContext, low: u8, high: u8, team: String, city: String) {
    let people = ctx.db.person();
    let ages: Vec<_> = people.age().filter(low..=high).map(|p| p.id).collect();
    let mut members: Vec<_> = people.team().filter(&team).map(|p| p.id).collect();
    members.sort_unstable();
    let streets: Vec<_> = people.by_home().filter(&city).map(|p| p.street).collect();
    let all = people.iter().count();
    tell(ctx, format!("{ages:?} {members:?} {streets:?} {all} of {}", people.count()));
}

#[reducer]
pub fn remove_ages(ctx: &ReducerContext, low: u8) {
    let deleted = ctx.db.person().age().delete(low..);
    tell(ctx, format!("deleted {deleted}"));
}

// Lifecycle, events, failures

#[table(accessor = visit, public)]
pub struct Visit {
    #[primary_key]
    #[auto_inc]
    id: u32,
    what: String,
    who: Identity,
    has_connection: bool,
}

fn record(ctx: &ReducerContext, what: &str) {
    ctx.db.visit().insert(Visit {
        id: 0,
        what: what.into(),
        who: ctx.sender(),
        has_connection: ctx.connection_id().is_some(),
    });
}

#[reducer(init)]
pub fn init(ctx: &ReducerContext) {
    record(ctx, "init");
}

#[reducer(client_connected)]
pub fn connected(ctx: &ReducerContext) {
    record(ctx, "connected");
}

#[reducer(client_disconnected)]
pub fn disconnected(ctx: &ReducerContext) {
    record(ctx, "disconnected");
}

#[table(accessor = ping, public, event)]
pub struct Ping {
    number: u32,
    text: String,
}

#[reducer]
pub fn emit(ctx: &ReducerContext, number: u32, text: String) {
    ctx.db.ping().insert(Ping { number, text });
}

#[table(accessor = secret)]
pub struct Secret {
    #[primary_key]
    who: Identity,
    word: String,
}

#[reducer]
pub fn keep(ctx: &ReducerContext, word: String) {
    let who = ctx.sender();
    ctx.db.secret().who().delete(who);
    ctx.db.secret().insert(Secret { who, word });
}

#[reducer]
pub fn fail(ctx: &ReducerContext, text: String) -> Result<(), String> {
    record(ctx, "never");
    Err(text)
}

#[reducer]
pub fn crash(ctx: &ReducerContext, text: String) {
    record(ctx, "never");
    panic!("{text}");
}
