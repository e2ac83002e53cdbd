// Scheduled reducers and procedures. The reference describes the same module in schedules.bin.
#include <stele/stele.hpp>

using namespace stele;

struct Entity {
    u64 id;
    Identity owner;
};
STELE_TYPE(Entity, id, owner)
STELE_TABLE(entity, Entity, Public, PrimaryKey<&Entity::id>, Unique<&Entity::owner>)

struct Job {
    u64 scheduled_id;
    ScheduleAt scheduled_at;
    u64 entity_id;
    std::string note;
};
STELE_TYPE(Job, scheduled_id, scheduled_at, entity_id, note)
STELE_TABLE(job, Job, Public, PrimaryKey<&Job::scheduled_id>, AutoInc<&Job::scheduled_id>, BTree<&Job::entity_id>)

struct FailJob {
    u64 scheduled_id;
    ScheduleAt scheduled_at;
    u64 entity_id;
    std::string note;
};
STELE_TYPE(FailJob, scheduled_id, scheduled_at, entity_id, note)
STELE_TABLE(fail_job, FailJob, Public, PrimaryKey<&FailJob::scheduled_id>, AutoInc<&FailJob::scheduled_id>,
            BTree<&FailJob::entity_id>)

struct ProcJob {
    u64 scheduled_id;
    ScheduleAt scheduled_at;
    u64 entity_id;
    std::string note;
};
STELE_TYPE(ProcJob, scheduled_id, scheduled_at, entity_id, note)
STELE_TABLE(proc_job, ProcJob, Public, PrimaryKey<&ProcJob::scheduled_id>, AutoInc<&ProcJob::scheduled_id>,
            BTree<&ProcJob::entity_id>)

struct Tick {
    u64 scheduled_id;
    ScheduleAt scheduled_at;
    u32 left;
};
STELE_TYPE(Tick, scheduled_id, scheduled_at, left)
STELE_TABLE(tick, Tick, Public, PrimaryKey<&Tick::scheduled_id>, AutoInc<&Tick::scheduled_id>)

struct Done {
    u32 id;
    std::string what;
};
STELE_TYPE(Done, id, what)
STELE_TABLE(done, Done, Public, PrimaryKey<&Done::id>, AutoInc<&Done::id>)

Query<Job> jobs_q(ViewContext&) { return from(job).where(col<&Job::scheduled_id> >= 0U); }
STELE_VIEW(jobs_q)

template <auto EntityId, class T>
Query<typename T::Row> jobs_of(const ViewContext& ctx, const T& jobs) {
    return from(entity).where(col<&Entity::owner> == ctx.sender).template right_semijoin<&Entity::id, EntityId>(jobs);
}

Query<Job> my_jobs_q(ViewContext& ctx) { return jobs_of<&Job::entity_id>(ctx, job); }
STELE_VIEW(my_jobs_q)
Query<FailJob> my_fail_jobs_q(ViewContext& ctx) { return jobs_of<&FailJob::entity_id>(ctx, fail_job); }
STELE_VIEW(my_fail_jobs_q)
Query<ProcJob> my_proc_jobs_q(ViewContext& ctx) { return jobs_of<&ProcJob::entity_id>(ctx, proc_job); }
STELE_VIEW(my_proc_jobs_q)

std::vector<Job> my_jobs_v(ViewContext& ctx) {
    const std::optional<Entity> mine = ctx.db[entity].by<&Entity::owner>().find(ctx.sender);
    if (!mine) return {};
    return ctx.db[job].by<&Job::entity_id>().filter(mine->id).to_vector();
}
STELE_VIEW(my_jobs_v)

/// 0 is a fixed moment in the past, so that the row has always the same bytes.
ScheduleAt after(const ReducerContext& ctx, u64 ms) {
    if (ms == 0) return ScheduleAt::once(Timestamp(1'000'000));
    return ScheduleAt::once(ctx.timestamp + TimeDuration(static_cast<i64>(ms) * 1000));
}

void join(ReducerContext& ctx, u64 id) { ctx.db[entity].insert({id, ctx.sender}); }
STELE_REDUCER(join, id)

void add_job(ReducerContext& ctx, u64 ms, u64 entity_id, std::string note) {
    ctx.db[job].insert({0, after(ctx, ms), entity_id, std::move(note)});
}
STELE_REDUCER(add_job, ms, entity_id, note)

void add_fail_job(ReducerContext& ctx, u64 ms, u64 entity_id, std::string note) {
    ctx.db[fail_job].insert({0, after(ctx, ms), entity_id, std::move(note)});
}
STELE_REDUCER(add_fail_job, ms, entity_id, note)

void add_proc_job(ReducerContext& ctx, u64 ms, u64 entity_id, std::string note) {
    ctx.db[proc_job].insert({0, after(ctx, ms), entity_id, std::move(note)});
}
STELE_REDUCER(add_proc_job, ms, entity_id, note)

Result<> add_then_fail(ReducerContext& ctx, u64 entity_id) {
    ctx.db[job].insert({0, after(ctx, 0), entity_id, "never"});
    return fail("not scheduled");
}
STELE_REDUCER(add_then_fail, entity_id)

void cancel_job(ReducerContext& ctx, u64 id) { ctx.db[job].by<&Job::scheduled_id>().erase(id); }
STELE_REDUCER(cancel_job, id)

/// `n` runs, one every `ms` milliseconds; the row deletes itself after the last one.
void start_ticks(ReducerContext& ctx, u64 ms, u32 n) {
    ctx.db[tick].insert({0, ScheduleAt::every(TimeDuration(static_cast<i64>(ms) * 1000)), n});
}
STELE_REDUCER(start_ticks, ms, n)

void run_job(ReducerContext& ctx, Job row) {
    STELE_CHECK(ctx.sender == ctx.database_identity());
    STELE_CHECK(!ctx.connection_id);
    log::info("job {} {}", row.scheduled_id, row.note);
    ctx.db[done].insert({0, format_text("job {}", row.note)});
}
STELE_REDUCER(run_job, job)
STELE_SCHEDULE(job, run_job)

Result<> run_fail_job(ReducerContext& ctx, FailJob row) {
    ctx.db[done].insert({0, "never visible"});
    if (row.note == "panic") panic("job panicked");
    return fail("job failed: {}", row.note);
}
STELE_REDUCER(run_fail_job, job)
STELE_SCHEDULE(fail_job, run_fail_job)

void run_proc_job(ProcedureContext& ctx, ProcJob row) {
    ctx.with_tx([&row](TxContext& tx) {
        tx.db[done].insert({0, format_text("proc {} left {}", row.note, tx.db[proc_job].count())});
    });
    if (row.note == "panic") panic("proc panicked");
}
STELE_PROCEDURE(run_proc_job, job)
STELE_SCHEDULE(proc_job, run_proc_job)

void run_tick(ReducerContext& ctx, Tick row) {
    Tick current = ctx.db[tick].by<&Tick::scheduled_id>().find(row.scheduled_id).value();
    ctx.db[done].insert({0, format_text("tick left {}", current.left)});
    if (current.left <= 1) {
        ctx.db[tick].by<&Tick::scheduled_id>().erase(current.scheduled_id);
    } else {
        current.left--;
        ctx.db[tick].by<&Tick::scheduled_id>().update(current);
    }
}
STELE_REDUCER(run_tick, tick)
STELE_SCHEDULE(tick, run_tick)
