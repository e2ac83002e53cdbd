//! Queries that a view returns instead of rows. The database keeps their results up to date.
//!
//! ```
//! # use stele::{table, view, AnonymousViewContext, Query};
//! # #[table(accessor = player, public)]
//! # pub struct Player { #[primary_key] id: u64, level: u32 }
//! #[view(accessor = experts, public)]
//! fn experts(ctx: &AnonymousViewContext) -> impl Query<Player> {
//!     ctx.from.player().r#where(|p| p.level.gte(10u32))
//! }
//! ```

use crate::types::{ConnectionId, Identity, Timestamp, Uuid};
use ethnum::{I256, U256};
use std::fmt::Write;
use std::marker::PhantomData;

/// Where queries begin. Each table's accessor is a method of it.
#[derive(Debug)]
#[non_exhaustive]
pub struct From {}

/// A query for whole rows `R` of one table.
pub trait Query<R> {
    /// The query as SQL.
    fn into_sql(self) -> String;
}

/// A query as text: for what the builder has no words for, as views that read other views.
///
/// ```
/// use stele::{sql, table, view, AnonymousViewContext, Query};
///
/// #[table(accessor = player, public)]
/// pub struct Player {
///     #[primary_key]
///     id: u32,
///     x: i32,
/// }
///
/// #[view(accessor = near, public)]
/// fn near(ctx: &AnonymousViewContext, from: i32, to: i32) -> impl Query<Player> {
///     ctx.from.player().r#where(|p| p.x.gte(from).and(p.x.lt(to)))
/// }
///
/// #[view(accessor = middle, public)]
/// fn middle(_ctx: &AnonymousViewContext) -> impl Query<Player> {
///     sql("SELECT * FROM near(-10, 10)")
/// }
/// ```
pub fn sql<R>(text: impl Into<String>) -> impl Query<R> {
    Text(text.into())
}

struct Text(String);

impl<R> Query<R> for Text {
    fn into_sql(self) -> String {
        self.0
    }
}

/// A table in a query.
pub trait QueryTable: 'static {
    /// A row of it.
    type Row;
    /// Its columns, each a [`Column`].
    type Columns;
    /// Its name in the module.
    const NAME: &'static str;
    #[doc(hidden)]
    fn columns() -> Self::Columns;
}

/// Rows of one table under conditions; a [`Query`].
#[derive(Debug)]
pub struct TableQuery<T> {
    head: String,
    conditions: String,
    table: PhantomData<T>,
}

impl<T: QueryTable> TableQuery<T> {
    #[doc(hidden)]
    pub fn __new() -> Self {
        TableQuery {
            head: format!("SELECT * FROM \"{}\"", T::NAME),
            conditions: String::new(),
            table: PhantomData,
        }
    }

    /// Only the rows that satisfy the condition, too.
    pub fn r#where(mut self, condition: impl FnOnce(T::Columns) -> Condition<T>) -> Self {
        if !self.conditions.is_empty() {
            self.conditions.push_str(" AND ");
        }
        self.conditions.push_str(&condition(T::columns()).sql);
        self
    }

    /// The same as `r#where`.
    pub fn filter(self, condition: impl FnOnce(T::Columns) -> Condition<T>) -> Self {
        self.r#where(condition)
    }

    /// The rows of the other table for which there is a row here with equal columns.
    pub fn right_semijoin<O: QueryTable>(
        self,
        other: TableQuery<O>,
        on: impl FnOnce(T::Columns, O::Columns) -> JoinCondition<T, O>,
    ) -> TableQuery<O> {
        let on = on(T::columns(), O::columns()).sql;
        TableQuery {
            head: format!(
                "SELECT \"{0}\".* FROM \"{1}\" JOIN \"{0}\" ON {on}",
                O::NAME,
                T::NAME
            ),
            conditions: joined(self.conditions, &other.conditions),
            table: PhantomData,
        }
    }

    /// The rows of this table for which there is a row of the other one with equal columns.
    pub fn left_semijoin<O: QueryTable>(
        self,
        other: TableQuery<O>,
        on: impl FnOnce(T::Columns, O::Columns) -> JoinCondition<T, O>,
    ) -> TableQuery<T> {
        let on = on(T::columns(), O::columns()).sql;
        TableQuery {
            head: format!(
                "SELECT \"{0}\".* FROM \"{1}\" JOIN \"{0}\" ON {on}",
                T::NAME,
                O::NAME
            ),
            conditions: joined(self.conditions, &other.conditions),
            table: PhantomData,
        }
    }

    /// The finished query.
    pub fn build(self) -> impl Query<T::Row> {
        self
    }
}

fn joined(mut conditions: String, more: &str) -> String {
    if !conditions.is_empty() && !more.is_empty() {
        conditions.push_str(" AND ");
    }
    conditions + more
}

impl<T: QueryTable<Row = R>, R> Query<R> for TableQuery<T> {
    fn into_sql(self) -> String {
        if self.conditions.is_empty() {
            self.head
        } else {
            self.head + " WHERE " + &self.conditions
        }
    }
}

/// A condition on the rows of one table.
#[derive(Debug)]
pub struct Condition<T> {
    sql: String,
    table: PhantomData<T>,
}

impl<T> Condition<T> {
    fn new(sql: String) -> Self {
        Condition {
            sql,
            table: PhantomData,
        }
    }

    /// Both conditions.
    pub fn and(self, other: Condition<T>) -> Self {
        Self::new(format!("({} AND {})", self.sql, other.sql))
    }

    /// One of the conditions, or both.
    pub fn or(self, other: Condition<T>) -> Self {
        Self::new(format!("({} OR {})", self.sql, other.sql))
    }
}

/// Equal columns of two tables.
#[derive(Debug)]
pub struct JoinCondition<T, O> {
    sql: String,
    tables: PhantomData<(T, O)>,
}

/// A column of a table in a query, with values `V`.
#[derive(Debug)]
pub struct Column<T, V> {
    name: &'static str,
    types: PhantomData<(T, V)>,
}

impl<T, V> Clone for Column<T, V> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T, V> Copy for Column<T, V> {}

macro_rules! comparisons {
    ($($(#[$doc:meta])* $method:ident: $operator:literal;)*) => {$(
        $(#[$doc])*
        pub fn $method(self, value: impl Comparable<V>) -> Condition<T> {
            self.compared($operator, &value.sql())
        }
    )*};
}

impl<T: QueryTable, V> Column<T, V> {
    #[doc(hidden)]
    pub const fn __new(name: &'static str) -> Self {
        Column {
            name,
            types: PhantomData,
        }
    }

    /// Equal to a value; in a join, to a column of the other table.
    pub fn eq<C: EqualTo<T, V>>(self, other: C) -> C::Condition {
        other.equals(self)
    }

    comparisons! {
        /// Another value than this one.
        ne: " <> ";
        /// Smaller than the value.
        lt: " < ";
        /// The value, or smaller.
        lte: " <= ";
        /// Greater than the value.
        gt: " > ";
        /// The value, or greater.
        gte: " >= ";
    }

    fn compared(&self, operator: &str, value: &str) -> Condition<T> {
        Condition::new(self.sql() + operator + value)
    }

    fn sql(&self) -> String {
        format!("\"{}\".\"{}\"", T::NAME, self.name)
    }
}

/// What a column of values `V` can be equal to.
pub trait EqualTo<T, V> {
    /// A condition on one table, or on two.
    type Condition;
    #[doc(hidden)]
    fn equals(self, column: Column<T, V>) -> Self::Condition;
}

impl<T: QueryTable, V: Literal> EqualTo<T, V> for V {
    type Condition = Condition<T>;
    fn equals(self, column: Column<T, V>) -> Condition<T> {
        column.compared(" = ", &self.sql())
    }
}

impl<T: QueryTable> EqualTo<T, String> for &str {
    type Condition = Condition<T>;
    fn equals(self, column: Column<T, String>) -> Condition<T> {
        column.compared(" = ", &text_literal(self))
    }
}

impl<T: QueryTable, O: QueryTable, V> EqualTo<T, V> for Column<O, V> {
    type Condition = JoinCondition<T, O>;
    fn equals(self, column: Column<T, V>) -> JoinCondition<T, O> {
        JoinCondition {
            sql: column.sql() + " = " + &self.sql(),
            tables: PhantomData,
        }
    }
}

/// A value that a column of values `V` can be compared with.
pub trait Comparable<V> {
    #[doc(hidden)]
    fn sql(&self) -> String;
}

impl<V: Literal> Comparable<V> for V {
    fn sql(&self) -> String {
        Literal::sql(self)
    }
}

impl Comparable<String> for &str {
    fn sql(&self) -> String {
        text_literal(self)
    }
}

/// A value that can be written in SQL.
#[diagnostic::on_unimplemented(
    message = "values of `{Self}` cannot be compared in a query",
    label = "cannot be written in SQL"
)]
pub trait Literal {
    #[doc(hidden)]
    fn sql(&self) -> String;
}

macro_rules! literals {
    ($($ty:ty: |$value:ident| $sql:expr;)*) => {$(
        impl Literal for $ty {
            fn sql(&self) -> String {
                let $value = self;
                $sql
            }
        }
    )*};
    (numbers $($ty:ty),*) => {
        literals! { $($ty: |value| value.to_string();)* }
    };
}

literals! { numbers u8, i8, u16, i16, u32, i32, u64, i64, u128, i128, U256, I256, f32, f64 }

literals! {
    bool: |value| if *value { "TRUE" } else { "FALSE" }.into();
    String: |value| text_literal(value);
    Identity: |value| format!("0x{value}");
    ConnectionId: |value| format!("0x{value}");
    Uuid: |value| format!("0x{:032x}", value.to_u128());
    Timestamp: |value| format!("'{value}'");
}

/// A text between quotes, those within it doubled.
fn text_literal(text: &str) -> String {
    let mut sql = String::with_capacity(text.len() + 2);
    let _ = write!(sql, "'{}'", text.replace('\'', "''"));
    sql
}
