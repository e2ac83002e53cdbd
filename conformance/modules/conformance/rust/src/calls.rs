//! What a call is: who calls, when, what it logs, how it fails.

use crate::tables::*;
use crate::values::put;
use std::collections::BTreeSet;
use stele::log;
use stele::log_stopwatch::LogStopwatch;
use stele::{reducer, Identity, ReducerContext, Table};

// Lifecycle

#[reducer(init)]
pub fn init(ctx: &ReducerContext) {
    ctx.db.boot().insert(Boot {
        id: 1,
        who: ctx.sender(),
        text: "init".into(),
    });
}

fn record_visit(ctx: &ReducerContext, what: &str) {
    ctx.db.visit().insert(Visit {
        seq: ctx.db.visit().count() as u32 + 1,
        what: what.into(),
        who: ctx.sender(),
        conn: ctx.connection_id(),
    });
}

#[reducer(client_connected)]
pub fn client_connected(ctx: &ReducerContext) -> Result<(), &'static str> {
    if ctx.db.banned().who().find(ctx.sender()).is_some() {
        return Err("banned");
    }
    record_visit(ctx, "connected");
    Ok(())
}

#[reducer(client_disconnected)]
pub fn client_disconnected(ctx: &ReducerContext) {
    record_visit(ctx, "disconnected");
}

#[reducer]
pub fn ban(ctx: &ReducerContext, who: Identity) {
    ctx.db.banned().insert(Banned { who });
}

#[reducer]
pub fn unban(ctx: &ReducerContext, who: Identity) {
    ctx.db.banned().who().delete(who);
}

// Context

#[reducer]
pub fn record_context(ctx: &ReducerContext, id: u32) {
    let claims = ctx.sender_auth().jwt();
    ctx.db.contexts().insert(Contexts {
        id,
        who: ctx.sender(),
        conn: ctx.connection_id(),
        at: ctx.timestamp,
        home: ctx.identity(),
        issuer: claims.map_or("", |claims| claims.issuer()).into(),
        subject: claims.map_or("", |claims| claims.subject()).into(),
    });
}

// Randomness

/// Whether `times` numbers are all in 1 to `sides`, and not all equal.
#[reducer]
pub fn roll(ctx: &ReducerContext, sides: u32, times: u32) {
    let rolled: BTreeSet<u32> = (0..times).map(|_| ctx.rng().gen_range(1..=sides)).collect();
    let is_in_range = rolled.iter().all(|number| (1..=sides).contains(number));
    let range = if is_in_range { "in range" } else { "out of range" };
    let variety = if rolled.len() > 1 { "varied" } else { "constant" };
    tell(ctx, format!("rolled {range} {variety}"));
}

/// The version's digit, marked when the variant is another one than that of such UUIDs.
fn version(uuid: &str) -> String {
    let digits = uuid.as_bytes();
    let mark = if b"89ab".contains(&digits[19]) { "" } else { "!" };
    format!("{}{mark}", digits[14] as char)
}

/// What the random and the ordered UUIDs of one call have in common.
#[reducer]
pub fn make_uuids(ctx: &ReducerContext, times: u32) {
    let mut random = BTreeSet::new();
    let mut ordered = Vec::new();
    let mut versions = Vec::new();
    for _ in 0..times {
        let four = ctx.new_uuid_v4().to_string();
        let seven = ctx.new_uuid_v7().to_string();
        let both = version(&four) + &version(&seven);
        if !versions.contains(&both) {
            versions.push(both);
        }
        random.insert(four);
        ordered.push(seven);
    }
    let is_ascending = ordered.windows(2).all(|pair| pair[0] < pair[1]);
    let order = if is_ascending { "ascending" } else { "unordered" };
    let (versions, distinct) = (versions.join(" "), random.len());
    tell(ctx, format!("uuids {versions} distinct {distinct} {order}"));
}

// Logging

#[reducer]
pub fn log_levels(_ctx: &ReducerContext, text: String) {
    log::error!("{text}");
    log::warn!("{text}");
    log::info!("{text}");
    log::debug!("{text}");
    log::trace!("{text}");
}

#[reducer]
pub fn log_text(_ctx: &ReducerContext, text: String) {
    log::info!("{text}");
}

#[reducer]
pub fn log_many(_ctx: &ReducerContext, times: u32) {
    for n in 0..times {
        log::info!("line {n}");
    }
}

#[reducer]
pub fn time_span(_ctx: &ReducerContext, name: String) {
    let _stopwatch = LogStopwatch::new(&name);
    log::info!("within");
}

// Failing

#[reducer]
pub fn nothing(_ctx: &ReducerContext) {}

#[reducer]
pub fn fail(_ctx: &ReducerContext, text: String) -> Result<(), String> {
    Err(text)
}

fn write(ctx: &ReducerContext, number: u32, text: &str) {
    ctx.db.bag().insert(Bag {
        x: number,
        y: number,
        label: text.into(),
    });
    log::info!("written");
}

#[reducer]
pub fn fail_after_write(ctx: &ReducerContext, text: String) -> Result<(), String> {
    write(ctx, 1, &text);
    Err(text)
}

#[reducer]
pub fn crash(_ctx: &ReducerContext, text: String) {
    panic!("{text}");
}

#[reducer]
pub fn crash_after_write(ctx: &ReducerContext, text: String) {
    write(ctx, 2, &text);
    panic!("{text}");
}

// Visibility

#[reducer]
pub fn put_secret(ctx: &ReducerContext, id: u32, text: String) {
    put!(ctx, secret, Secret { id, text });
    tell(ctx, format!("secrets {}", ctx.db.secret().count()));
}

#[reducer]
pub fn emit(ctx: &ReducerContext, topic: String, number: u32) {
    ctx.db.ping().insert(Ping { topic, number });
}

/// The same event twice, and how many the transaction sees.
#[reducer]
pub fn emit_twice(ctx: &ReducerContext, topic: String, number: u32) {
    let before = ctx.db.ping().count();
    emit(ctx, topic.clone(), number);
    emit(ctx, topic, number);
    tell(ctx, format!("pings {before} {}", ctx.db.ping().count()));
}

#[reducer]
pub fn emit_and_fail(
    ctx: &ReducerContext,
    topic: String,
    number: u32,
) -> Result<(), &'static str> {
    emit(ctx, topic, number);
    Err("emitted nothing")
}

// Starting over

/// Empties every table but `boot` and `ping`.
#[reducer]
pub fn reset(ctx: &ReducerContext) {
    macro_rules! clear {
        ($($table:ident),* $(,)?) => {$(ctx.db.$table().clear();)*};
    }
    clear!(
        note, integers, wide, floats, texts, arrays, options, outcomes, products, sums, specials,
        person, keys, slots, counters, ticket, bag, ranked, hashed, marks, secret, visit, banned,
        contexts,
    );
}
