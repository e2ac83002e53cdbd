//! The module `crate-spacetimedb` as a client of the published `spacetimedb-sdk` sees it.
//!
//! What the reference's code generator writes for a module, here written by hand and once for all
//! tables: each context dereferences to the connection, and tables and reducers are methods of it.
use spacetimedb_sdk::__codegen as sdk;
use spacetimedb_sdk::__codegen::{__lib as lib, __sats as sats, __ws as ws};
use spacetimedb_sdk::{ConnectionId, Identity, ScheduleAt, TimeDuration, Timestamp, Uuid};

mod connection;
pub mod session;

pub use connection::{
    DbConnection, ErrorContext, EventContext, Handle, ProcedureOf, ReducerEventContext, Subscription,
    SubscriptionEventContext, TableOf,
};

/// The module.
#[derive(Debug)]
pub struct Module;

macro_rules! structs {
    ($($item:item)*) => {$(
        #[derive(lib::ser::Serialize, lib::de::Deserialize, Clone, PartialEq, Debug)]
        #[sats(crate = lib)]
        $item
    )*};
}

structs! {
    pub struct Place {
        pub street: String,
        pub number: u16,
    }

    pub struct Number {
        pub id: u32,
        pub a: i8,
        pub b: u8,
        pub c: i16,
        pub d: u16,
        pub e: i32,
        pub f: u32,
        pub g: i64,
        pub h: u64,
        pub i: i128,
        pub j: u128,
        pub k: sats::i256,
        pub l: sats::u256,
        pub single: f32,
        pub precise: f64,
        pub flag: bool,
    }

    pub struct Thing {
        pub id: u32,
        pub text: String,
        pub raw: Vec<u8>,
        pub words: Vec<String>,
        pub maybe: Option<i64>,
        pub outcome: Result<u32, String>,
        pub contact: Contact,
        pub place: Place,
        pub season: Season,
        pub who: Identity,
        pub connection: ConnectionId,
        pub at: Timestamp,
        pub span: TimeDuration,
        pub due: ScheduleAt,
        pub token: Uuid,
    }

    pub struct Person {
        pub id: u64,
        pub email: String,
        pub age: u8,
        pub team: String,
        pub city: String,
        pub street: String,
    }

    pub struct Note {
        pub id: u32,
        pub text: String,
    }

    pub struct Visit {
        pub id: u32,
        pub what: String,
        pub who: Identity,
        pub has_connection: bool,
    }

    pub struct Ping {
        pub number: u32,
        pub text: String,
    }

    pub struct Secret {
        pub who: Identity,
        pub word: String,
    }

    pub struct Member {
        pub id: u32,
        pub who: Identity,
        pub club: u32,
    }

    pub struct Message {
        pub id: u32,
        pub club: u32,
        pub text: String,
        pub is_open: bool,
    }

    pub struct Score {
        pub id: u32,
        pub who: Identity,
        pub game: u32,
        pub points: u32,
    }

    pub struct MyScore {
        pub id: u32,
        pub who: Identity,
        pub game: u32,
        pub points: u32,
    }

    pub struct HighScore {
        pub id: u32,
        pub who: Identity,
        pub game: u32,
        pub points: u32,
    }

    pub struct GameTotal {
        pub game: u32,
        pub players: u32,
        pub points: u64,
    }

    pub struct MyMessage {
        pub id: u32,
        pub club: u32,
        pub text: String,
        pub is_open: bool,
    }

    pub struct Rung {
        pub id: u32,
        pub game: u32,
        pub who: Identity,
        pub is_by_database: bool,
        pub has_connection: bool,
    }

    pub struct Described {
        pub place: Place,
        pub contact: Contact,
        pub seasons: Vec<Season>,
        pub maybe: Option<String>,
        pub raw: Vec<u8>,
    }

    pub struct CallerSeen {
        pub who: Identity,
        pub connection: Option<ConnectionId>,
        pub database: Identity,
        pub who_in_tx: Identity,
        pub connection_in_tx: Option<ConnectionId>,
    }
}

// Not in `structs!`: what the derive makes of an enum does not compile inside a macro.
#[derive(lib::ser::Serialize, lib::de::Deserialize, Clone, PartialEq, Debug)]
#[sats(crate = lib)]
pub enum Contact {
    Nobody,
    Phone(String),
    Visit(Place),
    Calls(Vec<u32>),
}

#[derive(lib::ser::Serialize, lib::de::Deserialize, Clone, PartialEq, Debug)]
#[sats(crate = lib)]
pub enum Season {
    Spring,
    Summer,
    Autumn,
    Winter,
}

macro_rules! tables {
    (persistent { $($name:ident: $row:ident by $key:ident,)* } event { $($event:ident: $event_row:ident,)* }) => {
        /// The changes of a transaction.
        #[derive(Debug, Default)]
        pub struct DbUpdate {
            $($name: sdk::TableUpdate<$row>,)*
            $($event: sdk::TableUpdate<$event_row>,)*
        }

        /// The changes, as they were made to the client's copy.
        #[derive(Default)]
        pub struct AppliedDiff<'r> {
            $($name: sdk::TableAppliedDiff<'r, $row>,)*
            $($event: sdk::TableAppliedDiff<'r, $event_row>,)*
        }

        $(
            impl sdk::InModule for $row {
                type Module = Module;
            }
            impl TableOf for $row {
                const NAME: &'static str = stringify!($name);
            }
        )*
        $(
            impl sdk::InModule for $event_row {
                type Module = Module;
            }
            impl TableOf for $event_row {
                const NAME: &'static str = stringify!($event);
            }
        )*

        impl DbConnection {
            $(
                pub fn $name(&self) -> Handle<$row> {
                    self.table()
                }
            )*
            $(
                pub fn $event(&self) -> Handle<$event_row> {
                    self.table()
                }
            )*
        }

        pub(crate) const TABLE_NAMES: &[&str] = &[$(stringify!($name),)* $(stringify!($event),)*];

        pub(crate) fn register(cache: &mut sdk::ClientCache<Module>) {
            $(cache
                .get_or_make_table::<$row>(stringify!($name))
                .add_unique_constraint(stringify!($key), |row| &row.$key);)*
            $(let _ = cache.get_or_make_table::<$event_row>(stringify!($event));)*
        }

        impl TryFrom<ws::v2::TransactionUpdate> for DbUpdate {
            type Error = sdk::Error;

            fn try_from(update: ws::v2::TransactionUpdate) -> sdk::Result<Self> {
                let mut all = DbUpdate::default();
                for table in sdk::transaction_update_iter_table_updates(update) {
                    match &table.table_name[..] {
                        $(stringify!($name) => {
                            all.$name.append(sdk::TableUpdate::parse_table_update(table)?)
                        })*
                        $(stringify!($event) => {
                            all.$event.append(sdk::TableUpdate::parse_table_update(table)?)
                        })*
                        other => {
                            return Err(sdk::InternalError::unknown_name("table", other, "update").into())
                        }
                    }
                }
                Ok(all)
            }
        }

        impl sdk::DbUpdate for DbUpdate {
            fn apply_to_client_cache(&self, cache: &mut sdk::ClientCache<Module>) -> AppliedDiff<'_> {
                AppliedDiff {
                    $($name: cache
                        .apply_diff_to_table(stringify!($name), &self.$name)
                        .with_updates_by_pk(|row| &row.$key),)*
                    $($event: self.$event.into_event_diff(),)*
                }
            }

            fn parse_initial_rows(rows: ws::v2::QueryRows) -> sdk::Result<Self> {
                let mut all = DbUpdate::default();
                for table in rows.tables {
                    match &table.table[..] {
                        $(stringify!($name) => {
                            all.$name.append(sdk::parse_row_list_as_inserts(table.rows)?)
                        })*
                        $(stringify!($event) => {
                            all.$event.append(sdk::parse_row_list_as_inserts(table.rows)?)
                        })*
                        other => {
                            return Err(sdk::InternalError::unknown_name("table", other, "rows").into())
                        }
                    }
                }
                Ok(all)
            }

            fn parse_unsubscribe_rows(rows: ws::v2::QueryRows) -> sdk::Result<Self> {
                let mut all = DbUpdate::default();
                for table in rows.tables {
                    match &table.table[..] {
                        $(stringify!($name) => {
                            all.$name.append(sdk::parse_row_list_as_deletes(table.rows)?)
                        })*
                        $(stringify!($event) => {
                            all.$event.append(sdk::parse_row_list_as_deletes(table.rows)?)
                        })*
                        other => {
                            return Err(sdk::InternalError::unknown_name("table", other, "rows").into())
                        }
                    }
                }
                Ok(all)
            }
        }

        impl<'r> sdk::AppliedDiff<'r> for AppliedDiff<'r> {
            fn invoke_row_callbacks(&self, event: &EventContext, callbacks: &mut sdk::DbCallbacks<Module>) {
                $(callbacks.invoke_table_row_callbacks(stringify!($name), &self.$name, event);)*
                $(callbacks.invoke_table_row_callbacks(stringify!($event), &self.$event, event);)*
            }
        }
    };
}

tables! {
    persistent {
        number: Number by id,
        thing: Thing by id,
        person: Person by id,
        note: Note by id,
        visit: Visit by id,
        secret: Secret by who,
        member: Member by id,
        message: Message by id,
        score: Score by id,
        my_scores: MyScore by id,
        high_scores: HighScore by id,
        game_totals: GameTotal by game,
        my_messages: MyMessage by id,
        rung: Rung by id,
    }
    event {
        ping: Ping,
    }
}

macro_rules! reducers {
    ($($name:ident $variant:ident { $($field:ident: $type:ty),* })*) => {
        $(
            #[derive(lib::ser::Serialize, lib::de::Deserialize, Clone, PartialEq, Debug)]
            #[sats(crate = lib)]
            pub struct $variant {
                $(pub $field: $type,)*
            }
            impl From<$variant> for Reducer {
                fn from(call: $variant) -> Self {
                    Reducer::$variant(call)
                }
            }
        )*

        /// A call of a reducer.
        #[derive(Clone, PartialEq, Debug)]
        pub enum Reducer {
            $($variant($variant),)*
        }

        impl sdk::Reducer for Reducer {
            fn reducer_name(&self) -> &'static str {
                match self {
                    $(Reducer::$variant(_) => stringify!($name),)*
                }
            }

            fn args_bsatn(&self) -> Result<Vec<u8>, sats::bsatn::EncodeError> {
                match self {
                    $(Reducer::$variant(call) => sats::bsatn::to_vec(call),)*
                }
            }
        }
    };
}

reducers! {
    fill Fill { id: u32 }
    put Put { number: Number, thing: Thing }
    add_person AddPerson { email: String, age: u8, team: String, city: String, street: String }
    set_age SetAge { id: u64, age: u8 }
    remove_person RemovePerson { email: String }
    look_up LookUp { low: u8, high: u8, team: String, city: String }
    remove_ages RemoveAges { low: u8 }
    emit Emit { number: u32, text: String }
    keep Keep { word: String }
    fail Fail { text: String }
    crash Crash { text: String }
    join Join { club: u32 }
    leave Leave { club: u32 }
    say Say { club: u32, text: String, is_open: bool }
    add_score AddScore { game: u32, points: u32 }
    drop_scores DropScores { game: u32 }
    set_alarm SetAlarm { game: u32, millis: u32, is_broken: bool }
}

macro_rules! procedures {
    ($($name:ident $variant:ident { $($field:ident: $type:ty),* } -> $answer:ty;)*) => {$(
        #[derive(lib::ser::Serialize, lib::de::Deserialize, Clone, PartialEq, Debug)]
        #[sats(crate = lib)]
        pub struct $variant {
            $(pub $field: $type,)*
        }
        impl sdk::InModule for $variant {
            type Module = Module;
        }
        impl ProcedureOf for $variant {
            const NAME: &'static str = stringify!($name);
            type Answer = $answer;
        }
    )*};
}

procedures! {
    sum Sum { a: u32, b: u32 } -> u64;
    nothing Nothing {} -> ();
    describe Describe {
        place: Place, contact: Contact, seasons: Vec<Season>, maybe: Option<String>, raw: Vec<u8>
    } -> Described;
    divide Divide { a: u32, b: u32 } -> Result<u32, String>;
    caller Caller {} -> CallerSeen;
    score_points ScorePoints { game: u32, points: u32 } -> u64;
    score_and_refuse ScoreAndRefuse { game: u32, why: String } -> String;
    score_and_panic ScoreAndPanic { game: u32, text: String } -> ();
    panics Panics { text: String } -> u32;
    await_score AwaitScore { game: u32 } -> u32;
    spin Spin {} -> u64;
    fetch Fetch { uri: String } -> String;
    no_such NoSuch {} -> ();
}
