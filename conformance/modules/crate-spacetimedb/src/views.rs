//! Rows that are computed from rows: every kind of view.
use crate::rules::*;
use spacetimedb::{
    reducer, table, view, AnonymousViewContext, Identity, Query, ReducerContext, SpacetimeType,
    Table, ViewContext,
};
use std::collections::BTreeMap;

#[table(accessor = score, public)]
#[derive(Clone)]
pub struct Score {
    #[primary_key]
    #[auto_inc]
    pub id: u32,
    #[index(btree)]
    pub who: Identity,
    #[index(btree)]
    pub game: u32,
    pub points: u32,
}

/// What `picky` does not bear.
const UNBEARABLE: u32 = 666;

#[reducer]
pub fn add_score(ctx: &ReducerContext, game: u32, points: u32) {
    ctx.db.score().insert(Score { id: 0, who: ctx.sender(), game, points });
}

#[reducer]
pub fn drop_scores(ctx: &ReducerContext, game: u32) {
    ctx.db.score().game().delete(game);
}

/// All of a caller's rows.
#[view(accessor = my_scores, public)]
pub fn my_scores(ctx: &ViewContext) -> Vec<Score> {
    ctx.db.score().who().filter(ctx.sender()).collect()
}

/// One of a caller's rows, or none.
#[view(accessor = my_best, public)]
pub fn my_best(ctx: &ViewContext) -> Option<Score> {
    ctx.db.score().who().filter(ctx.sender()).max_by_key(|score| (score.points, score.id))
}

#[derive(SpacetimeType)]
pub struct GameTotal {
    game: u32,
    players: u32,
    points: u64,
}

/// Rows of a type of their own, with a key.
#[view(accessor = game_totals, public, primary_key = game)]
pub fn game_totals(ctx: &AnonymousViewContext) -> Vec<GameTotal> {
    let mut totals: BTreeMap<u32, GameTotal> = BTreeMap::new();
    for game in 0..=GAME_MAX {
        for score in ctx.db.score().game().filter(game) {
            let total = totals.entry(game).or_insert(GameTotal { game, players: 0, points: 0 });
            total.players += 1;
            total.points += u64::from(score.points);
        }
    }
    totals.into_values().collect()
}

/// The last game that has totals.
const GAME_MAX: u32 = 99;

#[derive(SpacetimeType)]
pub struct ScoreCount {
    count: u64,
}

/// One row that is always there.
#[view(accessor = score_count, public)]
pub fn score_count(ctx: &AnonymousViewContext) -> Option<ScoreCount> {
    Some(ScoreCount { count: ctx.db.score().count() })
}

/// A query that is the same for all.
#[view(accessor = high_scores, public)]
pub fn high_scores(ctx: &AnonymousViewContext) -> impl Query<Score> {
    ctx.from.score().filter(|score| score.points.gte(1000u32))
}

/// A query of the caller: what was said in the caller's clubs, open or not.
#[view(accessor = my_messages, public)]
pub fn my_messages(ctx: &ViewContext) -> impl Query<Message> {
    ctx.from
        .member()
        .filter(|member| member.who.eq(ctx.sender()))
        .right_semijoin(ctx.from.message(), |member, message| member.club.eq(message.club))
}

/// Fails on some rows.
#[view(accessor = picky, public)]
pub fn picky(ctx: &ViewContext) -> Option<ScoreCount> {
    let count = ctx.db.score().who().filter(ctx.sender()).fold(0, |count, score| {
        assert_ne!(score.points, UNBEARABLE, "unbearable");
        count + 1
    });
    Some(ScoreCount { count })
}
