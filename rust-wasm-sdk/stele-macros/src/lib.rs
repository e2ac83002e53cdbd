//! The attributes of the crate `stele`, which re-exports them. Each keeps what it stands on as it
//! is written, and adds an item to the module's definition beside it.

mod filter;
mod function;
mod names;
mod table;
mod types;
mod view;

use proc_macro::TokenStream;
use syn::parse_macro_input;

/// Makes a table of a struct, whose fields are the columns.
///
/// ```
/// # use stele::{table, Identity};
/// #[table(accessor = task, public, index(accessor = by_place, btree(columns = [zone, line])))]
/// pub struct Task {
///     #[primary_key]
///     #[auto_inc]
///     id: u64,
///     #[unique]
///     title: String,
///     #[index(btree)]
///     owner: Identity,
///     zone: u8,
///     line: i32,
///     #[default(false)]
///     done: bool,
/// }
/// ```
///
/// | in the attribute | |
/// |---|---|
/// | `accessor = NAME` (or `name = NAME`) | the table's name: `ctx.db.NAME()` |
/// | `public` | everybody may read it; without it only the module and the owner |
/// | `event` | rows live in one transaction only, and reach the subscribers |
/// | `index(accessor = NAME, btree(columns = [a, b]))` | an index over several columns; also `hash(columns = [..])`, `direct(column = a)` |
/// | `scheduled(FUNCTION)`, `scheduled(FUNCTION, at = COLUMN)` | calls a reducer or procedure with each row when its `ScheduleAt` column says |
/// | `name = "NAME"` | another name outside of the module |
///
/// | on a field | |
/// |---|---|
/// | `#[primary_key]` | identifies a row; unique, and indexed |
/// | `#[unique]` | no two rows have the same value; indexed |
/// | `#[auto_inc]` | the database fills it in where a row has 0 |
/// | `#[index(btree)]`, `#[index(hash)]`, `#[index(direct)]` | an index of the column; on a unique column, the kind of its index |
/// | `#[default(VALUE)]` | what rows get that are there before the column |
///
/// Of several `#[table]` on one struct, each makes a table with such rows.
#[proc_macro_attribute]
pub fn table(arguments: TokenStream, item: TokenStream) -> TokenStream {
    let item = parse_macro_input!(item as syn::ItemStruct);
    answer(table::expand(arguments.into(), item))
}

/// Makes a reducer of a function: clients call it, each call is one transaction.
///
/// The function takes a `&ReducerContext` and arguments, and returns nothing or a
/// `Result<(), E>` whose error can be displayed. An error and a panic roll back.
///
/// `#[reducer(init)]` is called when the database is made, `#[reducer(client_connected)]` and
/// `#[reducer(client_disconnected)]` when clients come and go; clients cannot call these.
/// `#[reducer(name = "NAME")]` gives it another name outside of the module.
#[proc_macro_attribute]
pub fn reducer(arguments: TokenStream, item: TokenStream) -> TokenStream {
    let item = parse_macro_input!(item as syn::ItemFn);
    answer(function::reducer(arguments.into(), item))
}

/// Makes a procedure of a function: clients call it, and it may run transactions of its own.
///
/// The function takes a `&mut ProcedureContext` and arguments, and returns a value for the caller.
/// `#[procedure(name = "NAME")]` gives it another name outside of the module.
#[proc_macro_attribute]
pub fn procedure(arguments: TokenStream, item: TokenStream) -> TokenStream {
    let item = parse_macro_input!(item as syn::ItemFn);
    answer(function::procedure(arguments.into(), item))
}

/// Makes a view of a function: clients see its rows as if they were a table's.
///
/// `#[view(accessor = NAME, public)]` on a function that takes a `&ViewContext`, or an
/// `&AnonymousViewContext` when it does not depend on who looks, and returns `Vec<Row>`,
/// `Option<Row>` or `impl Query<Row>`. `primary_key = COLUMN` names a column that identifies the
/// rows, so that clients see updates.
#[proc_macro_attribute]
pub fn view(arguments: TokenStream, item: TokenStream) -> TokenStream {
    let item = parse_macro_input!(item as syn::ItemFn);
    answer(view::expand(arguments.into(), item))
}

/// Makes a type of a struct or an enum: for columns, arguments and results.
///
/// A struct has named fields. A variant of an enum has nothing, or one value in parentheses.
#[proc_macro_derive(SpacetimeType)]
pub fn spacetime_type(item: TokenStream) -> TokenStream {
    let item = parse_macro_input!(item as syn::DeriveInput);
    answer(types::expand(item))
}

/// Limits the rows that a client may see: on a constant of type `Filter`.
///
/// ```
/// # use stele::{client_visibility_filter, Filter};
/// #[client_visibility_filter]
/// const OWN_TASKS: Filter = Filter::Sql("SELECT * FROM task WHERE owner = :sender");
/// ```
#[proc_macro_attribute]
pub fn client_visibility_filter(arguments: TokenStream, item: TokenStream) -> TokenStream {
    let item = parse_macro_input!(item as syn::ItemConst);
    answer(filter::expand(arguments.into(), item))
}

fn answer(expanded: syn::Result<proc_macro2::TokenStream>) -> TokenStream {
    expanded
        .unwrap_or_else(syn::Error::into_compile_error)
        .into()
}
