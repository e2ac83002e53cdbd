//! Reducers in native tests: tables in memory instead of a server.
//!
//! ```
//! use stele::testing::Database;
//! use stele::{reducer, table, ReducerContext, Table};
//!
//! #[table(accessor = counter)]
//! pub struct Counter {
//!     #[primary_key]
//!     id: u32,
//!     value: u64,
//! }
//!
//! #[reducer]
//! pub fn count(ctx: &ReducerContext, by: u64) -> Result<(), String> {
//!     let counter = ctx.db.counter().id().find(0);
//!     let value = counter.map_or(0, |counter| counter.value) + by;
//!     ctx.db.counter().id().insert_or_update(Counter { id: 0, value });
//!     if value > 10 { Err("too much".into()) } else { Ok(()) }
//! }
//!
//! let mut db = Database::new();
//! assert_eq!(db.call(|ctx| count(ctx, 3)), Ok(()));
//! assert_eq!(db.call(|ctx| count(ctx, 8)), Err("too much".into()));
//! assert_eq!(db.context().db.counter().id().find(0).unwrap().value, 3);
//! ```
//!
//! It has what a reducer sees of a database: keys, indexes, generated columns, rollback. It has no
//! schedules and no clients.

use crate::call::Call;
use crate::context::{AnonymousViewContext, ReducerContext, ViewContext};
use crate::host;
use crate::procedure::ProcedureContext;
use crate::registry::module;
use crate::types::{ConnectionId, Identity, Timestamp};
use std::marker::PhantomData;
use std::panic::{catch_unwind, resume_unwind, AssertUnwindSafe};

/// A database in memory, with the tables of the program. A thread has one: a new one takes the
/// place of the one before.
#[derive(Debug)]
pub struct Database {
    call: Call,
    /// The rows belong to the thread.
    thread: PhantomData<*const ()>,
}

impl Database {
    /// A database with empty tables. Calls come from nobody ([`Identity::ZERO`]), without a
    /// connection, when 1970 began.
    #[allow(clippy::new_without_default)]
    pub fn new() -> Self {
        host::renew();
        Database {
            call: Call {
                sender: Identity::ZERO,
                connection_id: None,
                timestamp: Timestamp::UNIX_EPOCH,
            },
            thread: PhantomData,
        }
    }

    /// Further calls come from this caller.
    pub fn set_sender(&mut self, sender: Identity) {
        self.call.sender = sender;
    }

    /// Further calls come over this connection, or none.
    pub fn set_connection_id(&mut self, connection: Option<ConnectionId>) {
        self.call.connection_id = connection;
    }

    /// Further calls come at this moment.
    pub fn set_timestamp(&mut self, now: Timestamp) {
        self.call.timestamp = now;
    }

    /// Further calls over a connection come with a token of these claims, as JSON.
    pub fn set_claims(&mut self, json: Option<&str>) {
        host::set_claims(json.map(str::to_owned));
    }

    /// The context of a call, whose changes stay.
    pub fn context(&self) -> ReducerContext {
        ReducerContext::new(self.call)
    }

    /// The context of a view that the caller looks at.
    pub fn view_context(&self) -> ViewContext {
        ViewContext::new(self.call.sender)
    }

    /// The context of a view for everybody.
    pub fn anonymous_view_context(&self) -> AnonymousViewContext {
        AnonymousViewContext::new()
    }

    /// The context of a procedure.
    pub fn procedure_context(&self) -> ProcedureContext {
        ProcedureContext::new(self.call)
    }

    /// Calls as the server does: nothing stays of what `body` does when it returns an error or
    /// panics, and rows of event tables go when it is done.
    pub fn call<R, E>(
        &mut self,
        body: impl FnOnce(&ReducerContext) -> Result<R, E>,
    ) -> Result<R, E> {
        host::begin().unwrap_or_else(|errno| panic!("a call within a call: {errno}"));
        let outcome = catch_unwind(AssertUnwindSafe(|| body(&self.context())));
        let ended = match &outcome {
            Ok(Ok(_)) => host::commit(),
            Ok(Err(_)) | Err(_) => host::abort(),
        };
        ended.unwrap_or_else(|errno| panic!("the call cannot be ended: {errno}"));
        outcome.unwrap_or_else(|panic| resume_unwind(panic))
    }
}

/// What this module tells the server of itself.
pub fn definition() -> Vec<u8> {
    module().encode()
}
