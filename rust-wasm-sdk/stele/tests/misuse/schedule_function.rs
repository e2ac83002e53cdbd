// a scheduled function takes its context and a `Job`
use stele::{reducer, table, ReducerContext, ScheduleAt};

#[table(accessor = job, scheduled(run))]
pub struct Job {
    #[primary_key]
    id: u64,
    scheduled_at: ScheduleAt,
}

#[reducer]
pub fn run(_ctx: &ReducerContext, _id: u64) {}

fn main() {}
