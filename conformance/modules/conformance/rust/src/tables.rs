//! Types and tables. `../../README.md` describes them for every language.

use stele::sats::{i256, u256};
use stele::{
    table, ConnectionId, Identity, ReducerContext, ScheduleAt, SpacetimeType, Table, TimeDuration,
    Timestamp, Uuid,
};
use std::fmt::{self, Display};

// Types

#[derive(SpacetimeType, Clone, Copy, Debug)]
pub enum Color {
    Red,
    Green,
    Blue,
}

impl Display for Color {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Color::Red => "red",
            Color::Green => "green",
            Color::Blue => "blue",
        })
    }
}

#[derive(SpacetimeType)]
pub struct Point {
    x: i32,
    y: i32,
}

impl Display for Point {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.x, self.y)
    }
}

#[derive(SpacetimeType)]
pub struct Segment {
    pub label: String,
    pub start: Point,
    pub end: Point,
    pub width: Option<f32>,
}

#[derive(SpacetimeType)]
pub enum Shape {
    Nothing,
    Circle(f64),
    Segment(Segment),
    Path(Vec<Point>),
    Tinted(Color),
    Label(String),
    Maybe(Option<u8>),
}

#[derive(SpacetimeType)]
pub struct Empty {}

/// One end of a range of scores.
#[derive(SpacetimeType)]
pub enum Limit {
    Included(i64),
    Excluded(i64),
    Unbounded,
}

// What reducers find out

#[table(accessor = note, public)]
pub struct Note {
    #[primary_key]
    pub seq: u32,
    pub text: String,
}

// Values

#[table(accessor = integers, public)]
pub struct Integers {
    #[primary_key]
    pub id: u32,
    pub a: i8,
    pub b: u8,
    pub c: i16,
    pub d: u16,
    pub e: i32,
    pub f: u32,
    pub g: i64,
    pub h: u64,
}

#[table(accessor = wide, public)]
pub struct Wide {
    #[primary_key]
    pub id: u32,
    pub a: i128,
    pub b: u128,
    pub c: i256,
    pub d: u256,
}

#[table(accessor = floats, public)]
pub struct Floats {
    #[primary_key]
    pub id: u32,
    pub single: f32,
    pub precise: f64,
}

#[table(accessor = texts, public)]
pub struct Texts {
    #[primary_key]
    pub id: u32,
    pub flag: bool,
    pub text: String,
    pub raw: Vec<u8>,
}

#[table(accessor = arrays, public)]
pub struct Arrays {
    #[primary_key]
    pub id: u32,
    pub flags: Vec<bool>,
    pub numbers: Vec<i32>,
    pub large: Vec<u128>,
    pub reals: Vec<f64>,
    pub words: Vec<String>,
    pub nested: Vec<Vec<u16>>,
    pub points: Vec<Point>,
    pub maybes: Vec<Option<u8>>,
    pub colors: Vec<Color>,
}

#[table(accessor = options, public)]
pub struct Options {
    #[primary_key]
    pub id: u32,
    pub number: Option<i64>,
    pub text: Option<String>,
    pub point: Option<Point>,
    pub list: Option<Vec<String>>,
    pub who: Option<Identity>,
}

#[table(accessor = outcomes, public)]
pub struct Outcomes {
    #[primary_key]
    pub id: u32,
    pub simple: Result<u32, String>,
    pub rich: Result<Point, Color>,
}

#[table(accessor = products, public)]
pub struct Products {
    #[primary_key]
    pub id: u32,
    pub segment: Segment,
    pub empty: Empty,
}

#[table(accessor = sums, public)]
pub struct Sums {
    #[primary_key]
    pub id: u32,
    pub color: Color,
    pub shape: Shape,
}

#[table(accessor = specials, public)]
pub struct Specials {
    #[primary_key]
    pub id: u32,
    pub who: Identity,
    pub conn: ConnectionId,
    pub at: Timestamp,
    pub span: TimeDuration,
    pub due: ScheduleAt,
    pub token: Uuid,
}

// Keys

#[table(accessor = person, public)]
pub struct Person {
    #[primary_key]
    #[auto_inc]
    pub id: u64,
    #[unique]
    pub email: String,
    #[index(btree)]
    pub age: u8,
}

/// A unique column of every type that can be a key.
#[table(accessor = keys, public)]
pub struct Keys {
    #[primary_key]
    pub id: u32,
    #[unique]
    pub a: i8,
    #[unique]
    pub b: u8,
    #[unique]
    pub c: i16,
    #[unique]
    pub d: u16,
    #[unique]
    pub e: i32,
    #[unique]
    pub f: u32,
    #[unique]
    pub g: i64,
    #[unique]
    pub h: u64,
    #[unique]
    pub i: i128,
    #[unique]
    pub j: u128,
    #[unique]
    pub k: i256,
    #[unique]
    pub l: u256,
    #[unique]
    pub m: String,
    #[unique]
    pub n: Identity,
    #[unique]
    pub o: ConnectionId,
    #[unique]
    pub p: Uuid,
    #[unique]
    pub q: bool,
}

#[table(accessor = slots, public)]
pub struct Slots {
    #[primary_key]
    #[index(direct)]
    pub id: u32,
    #[unique]
    #[index(direct)]
    pub a: u8,
    #[unique]
    #[index(direct)]
    pub b: u16,
    #[unique]
    #[index(direct)]
    pub c: u64,
    #[index(direct)]
    pub tone: Color,
}

#[table(accessor = counters, public)]
#[derive(Default)]
pub struct Counters {
    #[primary_key]
    pub id: u32,
    #[auto_inc]
    pub a: i8,
    #[auto_inc]
    pub b: u8,
    #[auto_inc]
    pub c: i16,
    #[auto_inc]
    pub d: u16,
    #[auto_inc]
    pub e: i32,
    #[auto_inc]
    pub f: u32,
    #[auto_inc]
    pub g: i64,
    #[auto_inc]
    pub h: u64,
    #[auto_inc]
    pub i: i128,
    #[auto_inc]
    pub j: u128,
    #[auto_inc]
    pub k: i256,
    #[auto_inc]
    pub l: u256,
}

#[table(accessor = ticket, public)]
pub struct Ticket {
    #[primary_key]
    #[auto_inc]
    pub id: u8,
    pub text: String,
}

// Scans

/// A set of rows without any key.
#[table(accessor = bag, public, index(accessor = by_spot, btree(columns = [x, y])))]
pub struct Bag {
    pub x: u32,
    pub y: u32,
    pub label: String,
}

#[table(
    accessor = ranked,
    public,
    index(accessor = by_place, btree(columns = [zone, line, name]))
)]
pub struct Ranked {
    #[primary_key]
    pub id: u32,
    #[index(btree)]
    pub score: i64,
    #[index(btree)]
    pub label: String,
    pub zone: u8,
    pub line: i32,
    pub name: String,
}

#[table(accessor = hashed, public, index(accessor = by_pair, hash(columns = [team, name])))]
pub struct Hashed {
    #[primary_key]
    pub id: u32,
    #[index(hash)]
    pub team: String,
    pub name: String,
}

#[table(accessor = marks, public)]
pub struct Marks {
    #[primary_key]
    pub id: u32,
    #[index(btree)]
    pub flag: bool,
    #[index(btree)]
    pub tone: Color,
    #[index(btree)]
    pub who: Identity,
    #[index(btree)]
    pub conn: ConnectionId,
    #[index(btree)]
    pub token: Uuid,
}

// Visibility

#[table(accessor = secret)]
pub struct Secret {
    #[primary_key]
    pub id: u32,
    pub text: String,
}

#[table(accessor = ping, public, event)]
pub struct Ping {
    pub topic: String,
    pub number: u32,
}

// Callers

#[table(accessor = boot, public)]
pub struct Boot {
    #[primary_key]
    pub id: u32,
    pub who: Identity,
    pub text: String,
}

#[table(accessor = visit, public)]
pub struct Visit {
    #[primary_key]
    pub seq: u32,
    pub what: String,
    pub who: Identity,
    pub conn: Option<ConnectionId>,
}

#[table(accessor = banned, public)]
pub struct Banned {
    #[primary_key]
    pub who: Identity,
}

#[table(accessor = contexts, public)]
pub struct Contexts {
    #[primary_key]
    pub id: u32,
    pub who: Identity,
    pub conn: Option<ConnectionId>,
    pub at: Timestamp,
    pub home: Identity,
    pub issuer: String,
    pub subject: String,
}

/// Tells the clients what a reducer found.
pub fn tell(ctx: &ReducerContext, text: impl Into<String>) {
    let seq = ctx.db.note().count() as u32 + 1;
    let text = text.into();
    ctx.db.note().insert(Note { seq, text });
}

/// Items with commas between them, `-` for none.
pub fn listed<T: Display>(items: impl IntoIterator<Item = T>) -> String {
    let texts: Vec<_> = items.into_iter().map(|item| item.to_string()).collect();
    match texts.is_empty() {
        true => "-".into(),
        false => texts.join(","),
    }
}

/// Items with commas between them, smallest first.
pub fn sorted<T: Display + Ord>(items: impl IntoIterator<Item = T>) -> String {
    let mut items: Vec<_> = items.into_iter().collect();
    items.sort_unstable();
    listed(items)
}

/// An optional value, or `none`.
pub fn or_none(value: Option<impl Display>) -> String {
    value.map_or("none".into(), |value| value.to_string())
}

/// Values of several types with commas between them.
#[macro_export]
macro_rules! list_of {
    ($($value:expr),* $(,)?) => {
        [$($value.to_string()),*].join(",")
    };
}
