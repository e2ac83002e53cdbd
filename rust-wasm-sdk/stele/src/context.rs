//! What a function of the module knows of its call.

use crate::call::Call;
use crate::claims::AuthCtx;
use crate::host;
use crate::query::From;
use crate::random::{Random, StdbRng};
use crate::types::{ConnectionId, Identity, Timestamp, Uuid};
use std::cell::{Cell, OnceCell};

/// How a function may use tables.
pub trait Access: Copy + 'static {}

/// Reading and writing.
#[derive(Clone, Copy, Debug)]
pub struct ReadWrite;

/// Reading alone, as views do.
#[derive(Clone, Copy, Debug)]
pub struct ReadOnly;

impl Access for ReadWrite {}
impl Access for ReadOnly {}

/// The tables of the database. Each table's accessor is a method of it.
#[derive(Debug)]
#[non_exhaustive]
pub struct Local {}

/// The tables of the database, for a function that only reads them.
#[derive(Debug)]
#[non_exhaustive]
pub struct LocalReadOnly {}

/// A reducer's call: one transaction, which is committed when the reducer returns, and rolled back
/// when it returns an error or panics.
#[derive(Debug)]
pub struct ReducerContext {
    /// The tables.
    pub db: Local,
    /// When the call was made. It stays the same through the call.
    pub timestamp: Timestamp,
    call: Call,
    auth: OnceCell<AuthCtx>,
    randomness: Randomness,
}

impl ReducerContext {
    pub(crate) fn new(call: Call) -> Self {
        ReducerContext {
            db: Local {},
            timestamp: call.timestamp,
            call,
            auth: OnceCell::new(),
            randomness: Randomness::new(call.timestamp),
        }
    }

    /// Who calls. For scheduled calls that is the database itself.
    pub fn sender(&self) -> Identity {
        self.call.sender
    }

    /// The caller's connection; none for scheduled calls and for calls over HTTP without one.
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
}

/// A view's call on behalf of one client. It only reads.
#[derive(Debug)]
pub struct ViewContext {
    /// The tables.
    pub db: LocalReadOnly,
    /// Where queries begin that a view returns.
    pub from: From,
    sender: Identity,
}

impl ViewContext {
    #[cfg_attr(not(target_arch = "wasm32"), allow(dead_code))]
    pub(crate) fn new(sender: Identity) -> Self {
        ViewContext {
            db: LocalReadOnly {},
            from: From {},
            sender,
        }
    }

    /// Who looks.
    pub fn sender(&self) -> Identity {
        self.sender
    }

    /// The database's own identity.
    pub fn database_identity(&self) -> Identity {
        host::identity()
    }
}

/// A call of a view that is the same for everybody. It only reads.
#[derive(Debug)]
pub struct AnonymousViewContext {
    /// The tables.
    pub db: LocalReadOnly,
    /// Where queries begin that a view returns.
    pub from: From,
}

impl AnonymousViewContext {
    #[cfg_attr(not(target_arch = "wasm32"), allow(dead_code))]
    pub(crate) fn new() -> Self {
        AnonymousViewContext {
            db: LocalReadOnly {},
            from: From {},
        }
    }

    /// The database's own identity.
    pub fn database_identity(&self) -> Identity {
        host::identity()
    }
}

/// The randomness of one call. It depends on the time of the call alone, so that a call can be
/// repeated.
#[derive(Debug)]
pub(crate) struct Randomness {
    now: Timestamp,
    rng: OnceCell<StdbRng>,
    counter: Cell<u32>,
}

impl Randomness {
    pub(crate) fn new(now: Timestamp) -> Self {
        Randomness {
            now,
            rng: OnceCell::new(),
            counter: Cell::new(0),
        }
    }

    pub(crate) fn rng(&self) -> &StdbRng {
        self.rng.get_or_init(|| StdbRng::new(self.now))
    }

    pub(crate) fn new_uuid_v4(&self) -> Uuid {
        let mut random = [0; 16];
        self.rng().fill_bytes(&mut random);
        Uuid::v4(random)
    }

    pub(crate) fn new_uuid_v7(&self) -> Uuid {
        let counter = self.counter.get();
        self.counter.set(counter.wrapping_add(1));
        Uuid::v7(self.now, counter, self.rng().next_u32().to_be_bytes())
    }
}
