//! One-shot reducers (also failing and panicking), one-shot procedures, intervals, and views over the schedule tables.
use stele::{
    procedure, reducer, table, view, Identity, ProcedureContext, Query, ReducerContext, ScheduleAt, Table, TimeDuration,
    Timestamp, ViewContext,
};

#[table(accessor = entity, public)]
#[derive(Clone, Debug)]
pub struct Entity {
    #[primary_key]
    id: u64,
    #[unique]
    owner: Identity,
}

#[table(accessor = job, public, scheduled(run_job))]
#[derive(Clone, Debug)]
pub struct Job {
    #[primary_key]
    #[auto_inc]
    scheduled_id: u64,
    scheduled_at: ScheduleAt,
    #[index(btree)]
    entity_id: u64,
    note: String,
}

#[table(accessor = fail_job, public, scheduled(run_fail_job))]
#[derive(Clone, Debug)]
pub struct FailJob {
    #[primary_key]
    #[auto_inc]
    scheduled_id: u64,
    scheduled_at: ScheduleAt,
    #[index(btree)]
    entity_id: u64,
    note: String,
}

#[table(accessor = proc_job, public, scheduled(run_proc_job))]
#[derive(Clone, Debug)]
pub struct ProcJob {
    #[primary_key]
    #[auto_inc]
    scheduled_id: u64,
    scheduled_at: ScheduleAt,
    #[index(btree)]
    entity_id: u64,
    note: String,
}

#[table(accessor = tick, public, scheduled(run_tick))]
#[derive(Clone, Debug)]
pub struct Tick {
    #[primary_key]
    #[auto_inc]
    scheduled_id: u64,
    scheduled_at: ScheduleAt,
    left: u32,
}

#[table(accessor = done, public)]
#[derive(Clone, Debug)]
pub struct Done {
    #[primary_key]
    #[auto_inc]
    id: u32,
    what: String,
}

#[view(accessor = jobs_q, public)]
fn jobs_q(ctx: &ViewContext) -> impl Query<Job> {
    ctx.from.job().r#where(|j| j.scheduled_id.gte(0u64)).build()
}

#[view(accessor = my_jobs_q, public)]
fn my_jobs_q(ctx: &ViewContext) -> impl Query<Job> {
    ctx.from.entity().r#where(|e| e.owner.eq(ctx.sender())).right_semijoin(ctx.from.job(), |e, j| e.id.eq(j.entity_id)).build()
}

#[view(accessor = my_jobs_v, public)]
fn my_jobs_v(ctx: &ViewContext) -> Vec<Job> {
    let Some(e) = ctx.db.entity().owner().find(ctx.sender()) else { return vec![] };
    ctx.db.job().entity_id().filter(e.id).collect()
}

#[view(accessor = my_fail_jobs_q, public)]
fn my_fail_jobs_q(ctx: &ViewContext) -> impl Query<FailJob> {
    ctx.from.entity().r#where(|e| e.owner.eq(ctx.sender())).right_semijoin(ctx.from.fail_job(), |e, j| e.id.eq(j.entity_id)).build()
}

#[view(accessor = my_proc_jobs_q, public)]
fn my_proc_jobs_q(ctx: &ViewContext) -> impl Query<ProcJob> {
    ctx.from.entity().r#where(|e| e.owner.eq(ctx.sender())).right_semijoin(ctx.from.proc_job(), |e, j| e.id.eq(j.entity_id)).build()
}

fn after(ctx: &ReducerContext, ms: u64) -> ScheduleAt {
    // 0: a fixed moment in the past, so that the row has always the same bytes
    if ms == 0 {
        ScheduleAt::Time(Timestamp::from_micros_since_unix_epoch(1_000_000))
    } else {
        ScheduleAt::Time(ctx.timestamp + TimeDuration::from_micros(ms as i64 * 1000))
    }
}

#[reducer]
pub fn join(ctx: &ReducerContext, id: u64) {
    ctx.db.entity().insert(Entity { id, owner: ctx.sender() });
}

#[reducer]
pub fn add_job(ctx: &ReducerContext, ms: u64, entity_id: u64, note: String) {
    ctx.db.job().insert(Job { scheduled_id: 0, scheduled_at: after(ctx, ms), entity_id, note });
}

#[reducer]
pub fn add_fail_job(ctx: &ReducerContext, ms: u64, entity_id: u64, note: String) {
    ctx.db.fail_job().insert(FailJob { scheduled_id: 0, scheduled_at: after(ctx, ms), entity_id, note });
}

#[reducer]
pub fn add_proc_job(ctx: &ReducerContext, ms: u64, entity_id: u64, note: String) {
    ctx.db.proc_job().insert(ProcJob { scheduled_id: 0, scheduled_at: after(ctx, ms), entity_id, note });
}

#[reducer]
pub fn add_then_fail(ctx: &ReducerContext, entity_id: u64) -> Result<(), String> {
    ctx.db.job().insert(Job { scheduled_id: 0, scheduled_at: after(ctx, 0), entity_id, note: "never".into() });
    Err("not scheduled".into())
}

#[reducer]
pub fn cancel_job(ctx: &ReducerContext, id: u64) {
    ctx.db.job().scheduled_id().delete(id);
}

/// `n` runs every `ms` milliseconds; the row deletes itself after the last one.
#[reducer]
pub fn start_ticks(ctx: &ReducerContext, ms: u64, n: u32) {
    ctx.db.tick().insert(Tick { scheduled_id: 0, scheduled_at: ScheduleAt::Interval(TimeDuration::from_micros(ms as i64 * 1000)), left: n });
}

#[reducer]
pub fn run_job(ctx: &ReducerContext, job: Job) {
    assert_eq!(ctx.sender(), ctx.database_identity());
    assert!(ctx.connection_id().is_none());
    log::info!("job {} {}", job.scheduled_id, job.note);
    ctx.db.done().insert(Done { id: 0, what: format!("job {}", job.note) });
}

#[reducer]
pub fn run_fail_job(ctx: &ReducerContext, job: FailJob) -> Result<(), String> {
    ctx.db.done().insert(Done { id: 0, what: "never visible".into() });
    if job.note == "panic" {
        panic!("job panicked");
    }
    Err(format!("job failed: {}", job.note))
}

#[procedure]
fn run_proc_job(ctx: &mut ProcedureContext, job: ProcJob) {
    ctx.with_tx(|tx| {
        let left = tx.db.proc_job().count();
        tx.db.done().insert(Done { id: 0, what: format!("proc {} left {left}", job.note) });
    });
    if job.note == "panic" {
        panic!("proc panicked");
    }
}

#[reducer]
pub fn run_tick(ctx: &ReducerContext, tick: Tick) {
    let row = ctx.db.tick().scheduled_id().find(tick.scheduled_id).unwrap();
    ctx.db.done().insert(Done { id: 0, what: format!("tick left {}", row.left) });
    if row.left <= 1 {
        ctx.db.tick().scheduled_id().delete(row.scheduled_id);
    } else {
        // not an update through the key: that would arm the row again
        let left = row.left - 1;
        ctx.db.tick().scheduled_id().update(Tick { left, ..row });
    }
}
