//! Tables: what can be done with all of them.

use crate::bsatn::{DecodeError, Encode, Reader};
use crate::buffers;
use crate::errno::Errno;
use crate::host;
use crate::rows::Rows;
use crate::types::SpacetimeType;
use ethnum::{I256, U256};
use std::borrow::Borrow;
use std::fmt;
use std::sync::atomic::{AtomicU32, Ordering};

/// A table of the database: `ctx.db.person()`.
pub trait Table: Sized {
    /// A row of it.
    type Row: SpacetimeType;

    #[doc(hidden)]
    fn __name() -> &'static Name;

    /// Puts the columns that the host made up into a row.
    #[doc(hidden)]
    fn __fill(row: &mut Self::Row, generated: &mut Reader<'_>) -> Result<(), DecodeError>;

    /// The number of rows.
    fn count(&self) -> u64 {
        let name = Self::__name();
        host::row_count(name.table_id()).unwrap_or_else(|errno| name.fail("count", errno))
    }

    /// All rows, in no special order.
    fn iter(&self) -> Rows<Self::Row> {
        let name = Self::__name();
        Rows::new(host::scan(name.table_id()).unwrap_or_else(|errno| name.fail("read", errno)))
    }

    /// Adds a row; the row with its `auto_inc` columns filled in. A row that is there already
    /// in all its columns is not added again.
    ///
    /// # Panics
    /// When there is a row with the same value in a unique column. See [`Table::try_insert`].
    fn insert(&self, row: Self::Row) -> Self::Row
    where
        Self: Writable,
    {
        self.try_insert(row)
            .unwrap_or_else(|error| panic!("{error}"))
    }

    /// Adds a row as [`Table::insert`] does, and tells when that cannot be.
    fn try_insert(&self, mut row: Self::Row) -> Result<Self::Row, TryInsertError>
    where
        Self: Writable,
    {
        let name = Self::__name();
        write::<Self>(&mut row, |buffer| host::insert(name.table_id(), buffer))
            .map_err(|errno| TryInsertError::of(name, "insert into", errno))?;
        Ok(row)
    }

    /// Removes the row that is equal to this one; whether there was one.
    fn delete(&self, row: impl Borrow<Self::Row>) -> bool
    where
        Self: Writable,
    {
        const ONE_ROW: u32 = 1;
        let name = Self::__name();
        buffers::with(|buffer| {
            ONE_ROW.encode(buffer);
            row.borrow().encode(buffer);
            host::delete_rows(name.table_id(), buffer)
        })
        .unwrap_or_else(|errno| name.fail("delete from", errno))
            > 0
    }

    /// Removes all rows; how many there were.
    fn clear(&self) -> u64
    where
        Self: Writable,
    {
        let name = Self::__name();
        host::clear(name.table_id()).unwrap_or_else(|errno| name.fail("clear", errno))
    }
}

/// Encodes a row, hands it to the host by `call`, and fills in what the host made up.
pub(crate) fn write<T: Table>(
    row: &mut T::Row,
    call: impl FnOnce(&mut Vec<u8>) -> Result<(), Errno>,
) -> Result<(), Errno> {
    buffers::with(|buffer| {
        row.encode(buffer);
        call(buffer)?;
        T::__fill(row, &mut Reader::new(buffer)).unwrap_or_else(|error| {
            panic!("generated columns of `{}`: {error}", T::__name().text);
        });
        Ok(())
    })
}

/// A table that may be written here.
#[diagnostic::on_unimplemented(
    message = "this function only reads tables",
    label = "views cannot write",
    note = "write in a reducer, or in a transaction of a procedure"
)]
pub trait Writable {}

/// A name of a table or an index, which the host knows by a number.
#[derive(Debug)]
pub struct Name {
    text: &'static str,
    id: AtomicU32,
}

impl Name {
    /// The number of no table and no index.
    const UNKNOWN: u32 = u32::MAX;

    /// The name `text`, whose number is asked for at its first use.
    pub const fn new(text: &'static str) -> Self {
        Name {
            text,
            id: AtomicU32::new(Self::UNKNOWN),
        }
    }

    #[inline]
    pub(crate) fn table_id(&self) -> u32 {
        self.id_by(host::table_id)
    }

    #[inline]
    pub(crate) fn index_id(&self) -> u32 {
        self.id_by(host::index_id)
    }

    #[inline]
    fn id_by(&self, ask: fn(&str) -> Result<u32, Errno>) -> u32 {
        let known = self.id.load(Ordering::Relaxed);
        if known != Self::UNKNOWN {
            return known;
        }
        let id = ask(self.text).unwrap_or_else(|errno| self.fail("find", errno));
        self.id.store(id, Ordering::Relaxed);
        id
    }

    #[cold]
    pub(crate) fn fail(&self, what: &str, errno: Errno) -> ! {
        panic!("could not {what} `{}`: {errno}", self.text)
    }
}

/// Why a row was not added or changed.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TryInsertError {
    /// There is another row with the same value in a unique column.
    UniqueConstraintViolation(&'static str),
    /// The numbers of an `auto_inc` column are used up.
    AutoIncOverflow(&'static str),
    /// The row is due too far ahead for a schedule: two years and more.
    ScheduleTooFar(&'static str),
}

impl TryInsertError {
    /// The error for the host's answer; an answer that no row can cause ends the call.
    pub(crate) fn of(table: &'static Name, what: &str, errno: Errno) -> Self {
        match errno {
            Errno::UNIQUE_ALREADY_EXISTS => Self::UniqueConstraintViolation(table.text),
            Errno::AUTO_INC_OVERFLOW => Self::AutoIncOverflow(table.text),
            Errno::SCHEDULE_AT_DELAY_TOO_LONG => Self::ScheduleTooFar(table.text),
            other => table.fail(what, other),
        }
    }
}

impl fmt::Display for TryInsertError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UniqueConstraintViolation(table) => {
                write!(f, "`{table}` has a row with the same unique value already")
            }
            Self::AutoIncOverflow(table) => {
                write!(f, "the numbers of an auto_inc column of `{table}` are used up")
            }
            Self::ScheduleTooFar(table) => {
                write!(f, "a row of `{table}` is due too far ahead")
            }
        }
    }
}

impl std::error::Error for TryInsertError {}

/// An integer that the database can make up: where a row has 0.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be numbered",
    label = "an `auto_inc` column is an integer"
)]
pub trait Generated {
    /// Whether the database shall fill it in.
    fn is_wanted(&self) -> bool;
}

macro_rules! generated {
    ($($ty:ty),*) => {$(
        impl Generated for $ty {
            #[inline]
            fn is_wanted(&self) -> bool {
                *self == <$ty>::default()
            }
        }
    )*};
}

generated! { u8, i8, u16, i16, u32, i32, u64, i64, u128, i128, U256, I256 }

/// Compiles for types that the database can number.
pub const fn is_generated<T: Generated>() {}
