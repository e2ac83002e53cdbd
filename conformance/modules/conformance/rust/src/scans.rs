//! Iteration, and every way to read and delete through an index.

use crate::tables::*;
use std::ops::Bound;
use stele::{reducer, ConnectionId, Identity, ReducerContext, Table, Uuid};

// bag: whole tables

#[reducer]
pub fn add_bag(ctx: &ReducerContext, x: u32, y: u32, label: String) {
    let before = ctx.db.bag().count();
    ctx.db.bag().insert(Bag { x, y, label });
    tell(ctx, format!("bag {before} {}", ctx.db.bag().count()));
}

#[reducer]
pub fn remove_bag(ctx: &ReducerContext, x: u32, y: u32, label: String) {
    let is_deleted = ctx.db.bag().delete(Bag { x, y, label });
    tell(ctx, format!("deleted {is_deleted}"));
}

/// Rows (n, 2n, label) for n from 0; a label is `length` bytes of `abcdefgh` again and again.
#[reducer]
pub fn fill_bag(ctx: &ReducerContext, times: u32, length: u32) {
    let label: String = ('a'..='h').cycle().take(length as usize).collect();
    for n in 0..times {
        let label = label.clone();
        ctx.db.bag().insert(Bag { x: n, y: 2 * n, label });
    }
}

/// Stops after `stop` rows.
#[reducer]
pub fn walk_bag(ctx: &ReducerContext, stop: u32) {
    let mut visited = 0;
    for _ in ctx.db.bag().iter() {
        if visited == stop {
            break;
        }
        visited += 1;
    }
    tell(ctx, format!("visited {visited}"));
}

/// Leaves `times` iterations after their first row.
#[reducer]
pub fn walk_bag_often(ctx: &ReducerContext, times: u32) {
    let visited = (0..times).filter(|_| ctx.db.bag().iter().next().is_some()).count();
    tell(ctx, format!("visited {visited}"));
}

#[reducer]
pub fn sum_bag(ctx: &ReducerContext) {
    let (mut rows, mut sum, mut length) = (0, 0u64, 0);
    for row in ctx.db.bag().iter() {
        rows += 1;
        sum += u64::from(row.x);
        length += row.label.len();
    }
    tell(ctx, format!("sum {rows} {sum} {length}"));
}

/// Inserts a copy of each row while it iterates.
#[reducer]
pub fn copy_bag(ctx: &ReducerContext, by: u32) {
    let mut visited = 0;
    for row in ctx.db.bag().iter() {
        ctx.db.bag().insert(Bag { x: row.x + by, ..row });
        visited += 1;
    }
    tell(ctx, format!("visited {visited} of {}", ctx.db.bag().count()));
}

/// Deletes each row while it iterates.
#[reducer]
pub fn empty_bag(ctx: &ReducerContext) {
    let deleted = ctx.db.bag().iter().filter(|row| ctx.db.bag().delete(row)).count();
    tell(ctx, format!("deleted {deleted}, left {}", ctx.db.bag().count()));
}

/// Iterates within an iteration.
#[reducer]
pub fn pair_bag(ctx: &ReducerContext) {
    let mut pairs = 0;
    for one in ctx.db.bag().iter() {
        pairs += ctx.db.bag().iter().filter(|other| one.x < other.x).count();
    }
    tell(ctx, format!("pairs {pairs}"));
}

#[reducer]
pub fn clear_bag(ctx: &ReducerContext) {
    let cleared = ctx.db.bag().clear();
    tell(ctx, format!("cleared {cleared}, left {}", ctx.db.bag().count()));
}

#[reducer]
pub fn filter_bag(ctx: &ReducerContext, x: u32) {
    let found = ctx.db.bag().by_spot().filter(x).map(|row| row.y);
    tell(ctx, format!("bag {}", listed(found)));
}

#[reducer]
pub fn filter_spot(ctx: &ReducerContext, x: u32, y: u32) {
    let found = ctx.db.bag().by_spot().filter((x, y)).map(|row| row.label);
    tell(ctx, format!("bag {}", sorted(found)));
}

#[reducer]
pub fn delete_spots(ctx: &ReducerContext, x: u32) {
    let deleted = ctx.db.bag().by_spot().delete(x);
    tell(ctx, format!("deleted {deleted}"));
}

// ranked: btree indexes

#[reducer]
pub fn add_ranked(ctx: &ReducerContext, row: Ranked) {
    ctx.db.ranked().insert(row);
}

fn ids(rows: impl Iterator<Item = Ranked>) -> String {
    listed(rows.map(|row| row.id))
}

fn sorted_ids(rows: impl Iterator<Item = Ranked>) -> String {
    sorted(rows.map(|row| row.id))
}

#[reducer]
pub fn scan_score(ctx: &ReducerContext, score: i64) {
    let found = sorted_ids(ctx.db.ranked().score().filter(score));
    tell(ctx, format!("scores {found}"));
}

fn bound(limit: Limit) -> Bound<i64> {
    match limit {
        Limit::Included(score) => Bound::Included(score),
        Limit::Excluded(score) => Bound::Excluded(score),
        Limit::Unbounded => Bound::Unbounded,
    }
}

#[reducer]
pub fn scan_scores(ctx: &ReducerContext, low: Limit, high: Limit) {
    let found = ids(ctx.db.ranked().score().filter((bound(low), bound(high))));
    tell(ctx, format!("scores {found}"));
}

#[reducer]
pub fn delete_scores(ctx: &ReducerContext, low: Limit, high: Limit) {
    let deleted = ctx.db.ranked().score().delete((bound(low), bound(high)));
    tell(ctx, format!("deleted {deleted}"));
}

/// Labels from `low` to before `high`.
#[reducer]
pub fn scan_labels(ctx: &ReducerContext, low: String, high: String) {
    let found = ids(ctx.db.ranked().label().filter(low..high));
    tell(ctx, format!("labels {found}"));
}

#[reducer]
pub fn scan_place(ctx: &ReducerContext, zone: u8, line: i32, name: String) {
    let found = sorted_ids(ctx.db.ranked().by_place().filter((zone, line, name)));
    tell(ctx, format!("places {found}"));
}

#[reducer]
pub fn scan_zone(ctx: &ReducerContext, zone: u8) {
    let found = ids(ctx.db.ranked().by_place().filter(zone));
    tell(ctx, format!("places {found}"));
}

#[reducer]
pub fn scan_line(ctx: &ReducerContext, zone: u8, line: i32) {
    let found = ids(ctx.db.ranked().by_place().filter((zone, line)));
    tell(ctx, format!("places {found}"));
}

/// Lines from `low` to `high`, both included.
#[reducer]
pub fn scan_lines(ctx: &ReducerContext, zone: u8, low: i32, high: i32) {
    let found = ids(ctx.db.ranked().by_place().filter((zone, low..=high)));
    tell(ctx, format!("places {found}"));
}

/// Names from `low` on.
#[reducer]
pub fn scan_names(ctx: &ReducerContext, zone: u8, line: i32, low: String) {
    let found = ids(ctx.db.ranked().by_place().filter((zone, line, low..)));
    tell(ctx, format!("places {found}"));
}

#[reducer]
pub fn delete_zone(ctx: &ReducerContext, zone: u8) {
    let deleted = ctx.db.ranked().by_place().delete(zone);
    tell(ctx, format!("deleted {deleted}"));
}

/// Lines from `low` to before `high`.
#[reducer]
pub fn delete_lines(ctx: &ReducerContext, zone: u8, low: i32, high: i32) {
    let deleted = ctx.db.ranked().by_place().delete((zone, low..high));
    tell(ctx, format!("deleted {deleted}"));
}

/// Leaves a scan of an index after `stop` rows.
#[reducer]
pub fn walk_scores(ctx: &ReducerContext, stop: u32) {
    let mut seen = Vec::new();
    for row in ctx.db.ranked().score().filter(..) {
        if seen.len() == stop as usize {
            break;
        }
        seen.push(row.id);
    }
    tell(ctx, format!("scores {}", listed(seen)));
}

/// Raises every score while it iterates over the index of scores.
#[reducer]
pub fn raise_scores(ctx: &ReducerContext, by: i64) {
    let mut raised = 0;
    for row in ctx.db.ranked().score().filter(..) {
        let score = row.score + by;
        ctx.db.ranked().id().update(Ranked { score, ..row });
        raised += 1;
    }
    tell(ctx, format!("raised {raised}"));
}

// hashed: hash indexes

#[reducer]
pub fn add_hashed(ctx: &ReducerContext, id: u32, team: String, name: String) {
    ctx.db.hashed().insert(Hashed { id, team, name });
}

#[reducer]
pub fn scan_team(ctx: &ReducerContext, team: String) {
    let found = ctx.db.hashed().team().filter(team).map(|row| row.id);
    tell(ctx, format!("team {}", sorted(found)));
}

#[reducer]
pub fn scan_pair(ctx: &ReducerContext, team: String, name: String) {
    let found = ctx.db.hashed().by_pair().filter((team, name)).map(|row| row.id);
    tell(ctx, format!("pair {}", sorted(found)));
}

#[reducer]
pub fn delete_team(ctx: &ReducerContext, team: String) {
    let deleted = ctx.db.hashed().team().delete(team);
    tell(ctx, format!("deleted {deleted}"));
}

#[reducer]
pub fn delete_pair(ctx: &ReducerContext, team: String, name: String) {
    let deleted = ctx.db.hashed().by_pair().delete((team, name));
    tell(ctx, format!("deleted {deleted}"));
}

// marks: an index over each type that is no number

#[reducer]
pub fn add_mark(ctx: &ReducerContext, row: Marks) {
    ctx.db.marks().insert(row);
}

fn tell_marks(ctx: &ReducerContext, rows: impl Iterator<Item = Marks>) {
    tell(ctx, format!("marks {}", sorted(rows.map(|row| row.id))));
}

#[reducer]
pub fn scan_flag(ctx: &ReducerContext, flag: bool) {
    tell_marks(ctx, ctx.db.marks().flag().filter(flag));
}

#[reducer]
pub fn scan_tone(ctx: &ReducerContext, tone: Color) {
    tell_marks(ctx, ctx.db.marks().tone().filter(tone));
}

#[reducer]
pub fn scan_who(ctx: &ReducerContext, who: Identity) {
    tell_marks(ctx, ctx.db.marks().who().filter(who));
}

#[reducer]
pub fn scan_conn(ctx: &ReducerContext, conn: ConnectionId) {
    tell_marks(ctx, ctx.db.marks().conn().filter(conn));
}

#[reducer]
pub fn scan_token(ctx: &ReducerContext, token: Uuid) {
    tell_marks(ctx, ctx.db.marks().token().filter(token));
}
