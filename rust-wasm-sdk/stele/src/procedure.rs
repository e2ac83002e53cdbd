//! Procedures: functions that are no transaction themselves, but can run some.

use crate::call::Call;
use crate::claims::AuthCtx;
use crate::context::{Randomness, ReducerContext};
use crate::host;
use crate::random::{Random, StdbRng};
use crate::types::{ConnectionId, Identity, Timestamp, Uuid};
use std::cell::OnceCell;
use std::ops::Deref;

/// A procedure's call.
#[derive(Debug)]
pub struct ProcedureContext {
    /// When the call was made, or has waited until.
    pub timestamp: Timestamp,
    call: Call,
    auth: OnceCell<AuthCtx>,
    randomness: Randomness,
}

impl ProcedureContext {
    #[cfg_attr(not(target_arch = "wasm32"), allow(dead_code))]
    pub(crate) fn new(call: Call) -> Self {
        ProcedureContext {
            timestamp: call.timestamp,
            call,
            auth: OnceCell::new(),
            randomness: Randomness::new(call.timestamp),
        }
    }

    /// Who calls.
    pub fn sender(&self) -> Identity {
        self.call.sender
    }

    /// The caller's connection, if it has one.
    pub fn connection_id(&self) -> Option<ConnectionId> {
        self.call.connection_id
    }

    /// What the caller's token says.
    pub fn sender_auth(&self) -> &AuthCtx {
        self.auth.get_or_init(|| AuthCtx::of(&self.call))
    }

    /// The database's own identity.
    pub fn identity(&self) -> Identity {
        host::identity()
    }

    /// The database's own identity.
    pub fn database_identity(&self) -> Identity {
        host::identity()
    }

    /// Random numbers of this call.
    pub fn rng(&self) -> &StdbRng {
        self.randomness.rng()
    }

    /// A random value: any integer, a float from 0 to 1 (never 1), or a bool.
    pub fn random<T: Random>(&self) -> T {
        T::random(self.rng())
    }

    /// A random UUID.
    pub fn new_uuid_v4(&self) -> Uuid {
        self.randomness.new_uuid_v4()
    }

    /// A UUID that begins with the time of the call. Those of one call ascend.
    pub fn new_uuid_v7(&self) -> Uuid {
        self.randomness.new_uuid_v7()
    }

    /// Waits until this moment, or not at all when it has passed.
    pub fn sleep_until(&mut self, moment: Timestamp) {
        let now = host::sleep_until(moment.to_micros_since_unix_epoch());
        self.timestamp = Timestamp::from_micros_since_unix_epoch(now);
    }

    /// Runs `body` as one transaction and commits it; its result. When the commit fails, `body`
    /// runs once more, so it should do nothing but work on tables.
    pub fn with_tx<R>(&mut self, body: impl Fn(&TxContext) -> R) -> R {
        match self.try_with_tx(|tx| Ok::<R, std::convert::Infallible>(body(tx))) {
            Ok(result) => result,
        }
    }

    /// As [`ProcedureContext::with_tx`], but an error of `body` rolls the transaction back.
    pub fn try_with_tx<R, E>(
        &mut self,
        body: impl Fn(&TxContext) -> Result<R, E>,
    ) -> Result<R, E> {
        for is_last in [false, true] {
            let result = self.run(&body);
            if result.is_err() {
                host::abort().unwrap_or_else(|errno| panic!("could not roll back: {errno}"));
                return result;
            }
            match host::commit() {
                Ok(()) => return result,
                Err(errno) if is_last => panic!("a transaction could not be committed: {errno}"),
                Err(errno) => {
                    log::warn!("a transaction could not be committed, and is run again: {errno}");
                }
            }
        }
        unreachable!("the last attempt returns or panics")
    }

    fn run<R>(&self, body: impl Fn(&TxContext) -> R) -> R {
        let now = host::begin().unwrap_or_else(|errno| panic!("no transaction: {errno}"));
        let call = Call {
            timestamp: Timestamp::from_micros_since_unix_epoch(now),
            ..self.call
        };
        body(&TxContext(ReducerContext::new(call)))
    }
}

/// A transaction within a procedure. It has all that a reducer's call has.
#[derive(Debug)]
pub struct TxContext(ReducerContext);

impl Deref for TxContext {
    type Target = ReducerContext;

    fn deref(&self) -> &ReducerContext {
        &self.0
    }
}

/// A function that a scheduled table with rows `R` can call.
#[diagnostic::on_unimplemented(
    message = "a scheduled function takes its context and a `{R}`",
    label = "cannot be scheduled with rows of `{R}`",
    note = "write `fn f(ctx: &ReducerContext, row: {R})` with `#[reducer]`, or \
            `fn f(ctx: &mut ProcedureContext, row: {R})` with `#[procedure]`"
)]
pub trait Scheduled<R, Form> {}

/// The form of a reducer that returns `O`.
#[derive(Debug)]
pub struct ByReducer<O>(O);

/// The form of a procedure that returns `O`.
#[derive(Debug)]
pub struct ByProcedure<O>(O);

impl<F: Fn(&ReducerContext, R) -> O, R, O> Scheduled<R, ByReducer<O>> for F {}
impl<F: Fn(&mut ProcedureContext, R) -> O, R, O> Scheduled<R, ByProcedure<O>> for F {}

/// Compiles for functions that can be scheduled.
pub const fn is_scheduled<R, Form, F: Scheduled<R, Form>>(_: &F) {}
