// there is no column `scheduled_at`
use stele::{reducer, table, ReducerContext};

#[table(accessor = job, scheduled(run))]
pub struct Job {
    #[primary_key]
    id: u64,
}

#[reducer]
pub fn run(_ctx: &ReducerContext, _job: Job) {}

fn main() {}
