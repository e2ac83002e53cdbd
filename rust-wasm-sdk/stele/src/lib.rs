//! Write modules for Stele in Rust: tables, reducers, views and procedures, which run inside the
//! database.
//!
//! ```
//! use stele::{reducer, table, ReducerContext, Table};
//!
//! #[table(accessor = person, public)]
//! pub struct Person {
//!     #[primary_key]
//!     #[auto_inc]
//!     id: u64,
//!     #[index(btree)]
//!     age: u8,
//!     name: String,
//! }
//!
//! #[reducer]
//! pub fn add_person(ctx: &ReducerContext, name: String, age: u8) -> Result<(), String> {
//!     if name.is_empty() {
//!         return Err("a person needs a name".into());
//!     }
//!     let added = ctx.db.person().insert(Person { id: 0, name, age });
//!     log::info!("person {} added", added.id);
//!     Ok(())
//! }
//! ```
//!
//! A module is a library with `crate-type = ["cdylib"]`. `stele publish NAME` builds and publishes
//! it. A native `cargo test` runs reducers on tables in memory: see [`testing`].

mod bsatn;
mod buffers;
mod call;
mod claims;
mod context;
mod definition;
mod errno;
#[cfg(target_arch = "wasm32")]
mod exports;
mod host;
mod index;
mod key;
pub mod log_stopwatch;
mod logging;
mod procedure;
mod query;
mod random;
mod registry;
mod rows;
mod table;
#[cfg(not(target_arch = "wasm32"))]
pub mod testing;
mod types;
mod view;

pub use claims::{AuthCtx, JwtClaims};
pub use context::{AnonymousViewContext, Local, LocalReadOnly, ReducerContext, ViewContext};
pub use ethnum::{I256, U256};
pub use index::{PointIndex, RangedIndex, UniqueColumn};
pub use log;
pub use procedure::{ProcedureContext, TxContext};
pub use query::{sql, Column, Condition, From, JoinCondition, Query, TableQuery};
pub use random::{Random, StdbRng};
pub use rows::Rows;
pub use stele_macros::{client_visibility_filter, procedure, reducer, table, view, SpacetimeType};
pub use table::{Table, TryInsertError};
pub use types::{
    ConnectionId, Identity, ScheduleAt, SpacetimeType, TimeDuration, Timestamp, Uuid,
};

/// 256-bit integers under the names that look like those of the language.
#[allow(non_camel_case_types)]
pub mod sats {
    /// A signed integer of 256 bits.
    pub type i256 = crate::I256;
    /// An unsigned integer of 256 bits.
    pub type u256 = crate::U256;
}

/// A rule that limits which rows of a table a client may see; see [`client_visibility_filter`].
#[derive(Clone, Copy, Debug)]
pub enum Filter {
    /// The rows that this query finds; `:sender` is the client's identity.
    Sql(&'static str),
}

impl Filter {
    /// The query.
    #[doc(hidden)]
    pub const fn sql(&self) -> &'static str {
        match self {
            Filter::Sql(sql) => sql,
        }
    }
}

/// What the attributes' code needs. Not for authors of modules.
#[doc(hidden)]
pub mod __private {
    pub use crate::bsatn::{to_vec, Decode, DecodeError, Encode, Reader};
    pub use crate::call::{arguments, outcome, View};
    pub use crate::context::{Access, ReadOnly, ReadWrite};
    pub use crate::definition::{Algorithm, IndexDef, Lifecycle, ModuleDef, Parameter, TableDef};
    pub use crate::index::{Index, Ordered};
    pub use crate::key::{is_direct_key, is_key, DirectKey, Key};
    pub use crate::query::QueryTable;
    pub use crate::procedure::is_scheduled;
    pub use crate::registry::{register, Item, DECLARATION, RULE};
    pub use crate::table::{is_generated, Generated, Name, Writable};
    pub use crate::types::{AlgebraicType, Typespace};
    pub use crate::view::{argument, describe_view, write_view};
}
