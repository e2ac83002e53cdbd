//! The types that tie a module to the client library, the same for every module.
use crate::{register, AppliedDiff, DbUpdate, Module, Reducer, TABLE_NAMES};
use spacetimedb_sdk::__codegen as sdk;
use spacetimedb_sdk::{ConnectionId, DbContext, Event, Identity, ReducerEvent};
use std::fmt::Debug;
use std::ops::Deref;

macro_rules! in_module {
    ($($type:ty),*) => {$(
        impl sdk::InModule for $type {
            type Module = Module;
        }
    )*};
}
in_module!(Reducer, DbUpdate, DbView, Reducers, Procedures, DbConnection, Subscription);

impl sdk::InModule for AppliedDiff<'_> {
    type Module = Module;
}

impl sdk::SpacetimeModule for Module {
    type DbConnection = DbConnection;
    type EventContext = EventContext;
    type ReducerEventContext = ReducerEventContext;
    type ProcedureEventContext = ProcedureEventContext;
    type SubscriptionEventContext = SubscriptionEventContext;
    type ErrorContext = ErrorContext;
    type Reducer = Reducer;
    type DbView = DbView;
    type Reducers = Reducers;
    type Procedures = Procedures;
    type DbUpdate = DbUpdate;
    type AppliedDiff<'r> = AppliedDiff<'r>;
    type SubscriptionHandle = Subscription;
    type QueryBuilder = sdk::QueryBuilder;

    fn register_tables(cache: &mut sdk::ClientCache<Self>) {
        register(cache);
    }

    const ALL_TABLE_NAMES: &'static [&'static str] = TABLE_NAMES;
}

/// Tables are methods of the connection itself.
pub struct DbView;

/// Reducers are called with [`DbConnection::call`].
pub struct Reducers;

/// Procedures are called with [`DbConnection::ask`].
pub struct Procedures;

/// A call of a procedure.
pub trait ProcedureOf: sdk::InModule<Module = Module> + sdk::__lib::ser::Serialize {
    const NAME: &'static str;

    /// What it returns.
    type Answer: for<'a> sdk::__lib::de::Deserialize<'a> + Send + 'static;
}

/// A connection to the module's database.
pub struct DbConnection {
    context: sdk::DbContextImpl<Module>,
}

impl sdk::DbConnection for DbConnection {
    fn new(context: sdk::DbContextImpl<Module>) -> Self {
        DbConnection { context }
    }
}

impl DbConnection {
    pub fn builder() -> sdk::DbConnectionBuilder<Module> {
        sdk::DbConnectionBuilder::new()
    }

    /// Receives in a thread of its own.
    pub fn run_threaded(&self) {
        self.context.run_threaded();
    }

    /// Calls a reducer; `answer` gets the error that the reducer returned, or what went wrong.
    pub fn call<Call>(
        &self,
        call: Call,
        answer: impl FnOnce(Result<Result<(), String>, sdk::InternalError>) + Send + 'static,
    ) where
        Reducer: From<Call>,
    {
        self.context
            .invoke_reducer_with_callback(call, |_, outcome| answer(outcome))
            .expect("the call is queued");
    }

    /// Calls a procedure; `answer` gets what it returned, or what went wrong.
    pub fn ask<Call: ProcedureOf>(
        &self,
        call: Call,
        answer: impl FnOnce(Result<Call::Answer, sdk::InternalError>) + Send + 'static,
    ) {
        self.context
            .invoke_procedure_with_callback::<Call, Call::Answer>(Call::NAME, call, |_, outcome| {
                answer(outcome)
            });
    }

    pub fn subscribe(&self) -> sdk::SubscriptionBuilder<Module> {
        sdk::SubscriptionBuilder::new(&self.context)
    }

    pub(crate) fn table<Row: TableOf>(&self) -> Handle<Row> {
        Handle(self.context.get_table(Row::NAME))
    }

    pub fn disconnect(&self) {
        self.context.disconnect().expect("connected");
    }
}

/// The row of a table.
pub trait TableOf: sdk::InModule<Module = Module> + Clone + Debug + Send + Sync + 'static {
    const NAME: &'static str;
}

/// The client's copy of a table.
pub struct Handle<Row: TableOf>(sdk::TableHandle<Row>);

impl<Row: TableOf> Handle<Row> {
    pub fn rows(&self) -> Vec<Row> {
        self.0.iter().collect()
    }

    pub fn on_insert(&self, mut then: impl FnMut(&EventContext, &Row) + Send + 'static) {
        self.0.on_insert(move |context, row| then(context, row));
    }

    pub fn on_update(&self, mut then: impl FnMut(&EventContext, &Row, &Row) + Send + 'static) {
        self.0.on_update(move |context, from, to| then(context, from, to));
    }

    pub fn on_delete(&self, mut then: impl FnMut(&EventContext, &Row) + Send + 'static) {
        self.0.on_delete(move |context, row| then(context, row));
    }

    /// The row with this value in the column that identifies rows.
    pub fn find<Key>(&self, column: &'static str, key: &Key) -> Option<Row>
    where
        Key: std::any::Any + Eq + std::hash::Hash + Clone + Send + Sync + Debug + 'static,
    {
        self.0.get_unique_constraint::<Key>(column).find(key)
    }
}

/// A subscription.
#[derive(Clone)]
pub struct Subscription {
    inner: sdk::SubscriptionHandleImpl<Module>,
}

impl sdk::SubscriptionHandle for Subscription {
    fn new(inner: sdk::SubscriptionHandleImpl<Module>) -> Self {
        Subscription { inner }
    }

    fn is_ended(&self) -> bool {
        self.inner.is_ended()
    }

    fn is_active(&self) -> bool {
        self.inner.is_active()
    }

    fn unsubscribe_then(self, then: sdk::OnEndedCallback<Module>) -> sdk::Result<()> {
        self.inner.unsubscribe_then(Some(then))
    }

    fn unsubscribe(self) -> sdk::Result<()> {
        self.inner.unsubscribe_then(None)
    }
}

macro_rules! context {
    ($($name:ident $event:ty,)*) => {$(
        pub struct $name {
            connection: DbConnection,
            event: $event,
        }

        impl Deref for $name {
            type Target = DbConnection;

            fn deref(&self) -> &DbConnection {
                &self.connection
            }
        }

        impl sdk::AbstractEventContext for $name {
            type Event = $event;

            fn event(&self) -> &$event {
                &self.event
            }

            fn new(context: sdk::DbContextImpl<Module>, event: $event) -> Self {
                $name { connection: DbConnection { context }, event }
            }
        }

        in_module!($name);
        impl sdk::$name for $name {}
        as_context!($name, connection.context);
    )*};
}

macro_rules! as_context {
    ($name:ty, $($path:ident).+) => {
        impl DbContext for $name {
            type DbView = DbView;
            type Reducers = Reducers;
            type Procedures = Procedures;
            type SubscriptionBuilder = sdk::SubscriptionBuilder<Module>;

            fn db(&self) -> &DbView {
                &DbView
            }

            fn reducers(&self) -> &Reducers {
                &Reducers
            }

            fn procedures(&self) -> &Procedures {
                &Procedures
            }

            fn is_active(&self) -> bool {
                self.$($path).+.is_active()
            }

            fn disconnect(&self) -> sdk::Result<()> {
                self.$($path).+.disconnect()
            }

            fn subscription_builder(&self) -> Self::SubscriptionBuilder {
                sdk::SubscriptionBuilder::new(&self.$($path).+)
            }

            fn try_identity(&self) -> Option<Identity> {
                self.$($path).+.try_identity()
            }

            fn connection_id(&self) -> ConnectionId {
                self.$($path).+.connection_id()
            }

            fn try_connection_id(&self) -> Option<ConnectionId> {
                self.$($path).+.try_connection_id()
            }
        }
    };
}

as_context!(DbConnection, context);
context! {
    EventContext Event<Reducer>,
    ReducerEventContext ReducerEvent<Reducer>,
    ProcedureEventContext (),
    SubscriptionEventContext (),
    ErrorContext Option<sdk::Error>,
}
