//! Functions that return values, make transactions when they want, and ask other servers.
use crate::views::*;
use crate::{Contact, Place, Season};
use spacetimedb::http::{Request, Timeout};
use spacetimedb::{
    procedure, reducer, table, ConnectionId, Identity, ProcedureContext, ReducerContext,
    ScheduleAt, SpacetimeType, Table, TimeDuration,
};
use std::time::Duration;

// Values

#[procedure]
pub fn sum(_ctx: &mut ProcedureContext, a: u32, b: u32) -> u64 {
    u64::from(a) + u64::from(b)
}

#[procedure]
pub fn nothing(_ctx: &mut ProcedureContext) {}

#[derive(SpacetimeType)]
pub struct Described {
    place: Place,
    contact: Contact,
    seasons: Vec<Season>,
    maybe: Option<String>,
    raw: Vec<u8>,
}

/// Its arguments, in one value.
#[procedure]
pub fn describe(
    _ctx: &mut ProcedureContext,
    place: Place,
    contact: Contact,
    seasons: Vec<Season>,
    maybe: Option<String>,
    raw: Vec<u8>,
) -> Described {
    Described { place, contact, seasons, maybe, raw }
}

#[procedure]
pub fn divide(_ctx: &mut ProcedureContext, a: u32, b: u32) -> Result<u32, String> {
    a.checked_div(b).ok_or_else(|| format!("{a} by zero"))
}

#[derive(SpacetimeType)]
pub struct CallerSeen {
    who: Identity,
    connection: Option<ConnectionId>,
    database: Identity,
    /// The same inside of a transaction.
    who_in_tx: Identity,
    connection_in_tx: Option<ConnectionId>,
}

#[procedure]
pub fn caller(ctx: &mut ProcedureContext) -> CallerSeen {
    let (who_in_tx, connection_in_tx) = ctx.with_tx(|tx| (tx.sender(), tx.connection_id()));
    CallerSeen {
        who: ctx.sender(),
        connection: ctx.connection_id(),
        database: ctx.database_identity(),
        who_in_tx,
        connection_in_tx,
    }
}

// Transactions

/// Commits one row; returns how many there are in the game.
#[procedure]
pub fn score_points(ctx: &mut ProcedureContext, game: u32, points: u32) -> u64 {
    let who = ctx.sender();
    ctx.with_tx(|tx| {
        tx.db.score().insert(Score { id: 0, who, game, points });
        tx.db.score().game().filter(game).count() as u64
    })
}

/// Inserts a row and takes it back.
#[procedure]
pub fn score_and_refuse(ctx: &mut ProcedureContext, game: u32, why: String) -> String {
    let who = ctx.sender();
    let refused: Result<(), String> = ctx.try_with_tx(|tx| {
        tx.db.score().insert(Score { id: 0, who, game, points: 1 });
        Err(why.clone())
    });
    refused.err().unwrap_or_else(|| "not refused".into())
}

/// Commits a row, inserts another, and panics in that transaction.
#[procedure]
pub fn score_and_panic(ctx: &mut ProcedureContext, game: u32, text: String) {
    let who = ctx.sender();
    ctx.with_tx(|tx| {
        tx.db.score().insert(Score { id: 0, who, game, points: 1 });
    });
    ctx.with_tx(|tx| {
        tx.db.score().insert(Score { id: 0, who, game, points: 2 });
        panic!("{text}");
    });
}

#[procedure]
pub fn panics(_ctx: &mut ProcedureContext, text: String) -> u32 {
    panic!("{text}");
}

// Time

/// Waits until somebody else has scored in the game; returns the points.
#[procedure]
pub fn await_score(ctx: &mut ProcedureContext, game: u32) -> u32 {
    loop {
        let found = ctx.with_tx(|tx| tx.db.score().game().filter(game).next());
        if let Some(score) = found {
            return score.points;
        }
        ctx.sleep_until(ctx.timestamp + Duration::from_millis(20));
    }
}

/// Never ends by itself.
#[procedure]
pub fn spin(_ctx: &mut ProcedureContext) -> u64 {
    let mut turns = 0u64;
    loop {
        turns = std::hint::black_box(turns.wrapping_add(1));
    }
}

/// Never ends, with a transaction open.
#[procedure]
pub fn spin_in_tx(ctx: &mut ProcedureContext, game: u32) {
    let who = ctx.sender();
    ctx.with_tx(|tx| {
        tx.db.score().insert(Score { id: 0, who, game, points: 1 });
        let mut turns = 0u64;
        loop {
            turns = std::hint::black_box(turns.wrapping_add(1));
        }
    });
}

/// Calls to come.
#[table(accessor = alarm, public, scheduled(ring, at = at))]
pub struct Alarm {
    #[primary_key]
    #[auto_inc]
    id: u64,
    at: ScheduleAt,
    game: u32,
    /// Whether the call panics at its end.
    is_broken: bool,
}

/// What scheduled calls have seen.
#[table(accessor = rung, public)]
pub struct Rung {
    #[primary_key]
    #[auto_inc]
    id: u32,
    #[index(btree)]
    game: u32,
    who: Identity,
    is_by_database: bool,
    has_connection: bool,
}

#[procedure]
pub fn ring(ctx: &mut ProcedureContext, alarm: Alarm) {
    let (who, has_connection) = (ctx.sender(), ctx.connection_id().is_some());
    let is_by_database = who == ctx.database_identity();
    let game = alarm.game;
    ctx.with_tx(|tx| {
        tx.db.rung().insert(Rung { id: 0, game, who, is_by_database, has_connection });
    });
    assert!(!alarm.is_broken, "broken alarm");
}

/// One alarm in `millis`.
#[reducer]
pub fn set_alarm(ctx: &ReducerContext, game: u32, millis: u32, is_broken: bool) {
    let at = ctx.timestamp + Duration::from_millis(millis.into());
    ctx.db.alarm().insert(Alarm { id: 0, at: ScheduleAt::Time(at), game, is_broken });
}

/// An alarm each `millis`, until they are stopped.
#[reducer]
pub fn set_alarms(ctx: &ReducerContext, game: u32, millis: u32) {
    let at = ScheduleAt::Interval(TimeDuration::from_micros(i64::from(millis) * 1000));
    ctx.db.alarm().insert(Alarm { id: 0, at, game, is_broken: false });
}

#[reducer]
pub fn stop_alarms(ctx: &ReducerContext, game: u32) {
    for alarm in ctx.db.alarm().iter().filter(|alarm| alarm.game == game) {
        ctx.db.alarm().id().delete(alarm.id);
    }
}

// Other servers

/// Asks for `uri`: the body that comes, or what went wrong.
#[procedure]
pub fn fetch(ctx: &mut ProcedureContext, uri: String) -> String {
    let request = Request::builder()
        .method("POST")
        .uri(uri)
        .header("x-from", "module")
        .extension(Timeout::from(TimeDuration::from_micros(5_000_000)))
        .body("question");
    match request.map_err(Into::into).and_then(|request| ctx.http.send(request)) {
        Ok(response) => response.into_body().into_string_lossy(),
        Err(error) => error.to_string(),
    }
}
