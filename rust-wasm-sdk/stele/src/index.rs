//! Indexes: the ways to rows by their columns.

use crate::buffers;
use crate::errno::Errno;
use crate::host::{self, Scan};
use crate::key::{Key, KeyFor, KeyRange};
use crate::rows::Rows;
use crate::table::{write, Name, Table, TryInsertError, Writable};
use std::fmt;
use std::marker::PhantomData;

/// The index number `N` of a table. What the attribute `table` writes.
pub trait Index<const N: usize>: Table {
    /// The types of its columns, as a tuple.
    type Key;

    #[doc(hidden)]
    fn __index() -> &'static Name;
}

/// An index that is kept in order, so that it has ranges.
#[diagnostic::on_unimplemented(
    message = "a hash index has no ranges",
    note = "use `#[index(btree)]`"
)]
pub trait Ordered<const N: usize>: Index<N> {}

/// How the bytes of an argument are a place in an index.
#[derive(Clone, Copy, Debug)]
pub enum Shape {
    /// All of them are the whole key.
    Point,
    /// First those of the leading columns, then those of the lower bound, then the upper bound.
    Range {
        /// How many leading columns there are.
        elements: u32,
        /// Their bytes.
        prefix: usize,
        /// The lower bound's bytes.
        start: usize,
    },
}

impl Shape {
    fn scan(self, bytes: &[u8]) -> Scan<'_> {
        match self {
            Shape::Point => Scan::Point(bytes),
            Shape::Range {
                elements,
                prefix,
                start,
            } => {
                let (prefix, bounds) = bytes.split_at(prefix);
                let (start, end) = bounds.split_at(start);
                Scan::Range {
                    prefix,
                    elements,
                    start,
                    end,
                }
            }
        }
    }
}

/// What an ordered index with columns `C` can be asked for: a whole key, or its first columns, the
/// last of which may be a range: `3`, `3..5`, `(3, "a")`, `(3, "a"..)`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not what an index over `{C}` can be asked for",
    note = "give a value or range for the first column, or a tuple of values for the first columns, \
            the last of which may be a range"
)]
pub trait IndexArgument<C, Form> {
    #[doc(hidden)]
    fn encode_argument(&self, out: &mut Vec<u8>) -> Shape;
}

/// What a hash index with columns `C` can be asked for: a whole key.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a key of an index over `{C}`",
    note = "a hash index wants a value for each of its columns, and has no ranges"
)]
pub trait IndexPoint<C, Form> {
    #[doc(hidden)]
    fn encode_whole(&self, out: &mut Vec<u8>);
}

/// The form of an argument without a tuple around it.
#[derive(Debug)]
pub enum Alone {}

/// The form of an argument that is a tuple of `N` parts.
#[derive(Debug)]
pub enum Parts<const N: usize> {}

/// Encodes the last part of an argument behind the parts before it.
fn encode_last<K>(last: &impl KeyRange<K>, elements: u32, is_whole: bool, out: &mut Vec<u8>) -> Shape {
    let prefix = out.len();
    if is_whole && last.encode_point(out) {
        return Shape::Point;
    }
    let start = last.encode_bounds(out);
    Shape::Range {
        elements,
        prefix,
        start,
    }
}

macro_rules! is_whole {
    (whole) => {
        true
    };
    (prefix) => {
        false
    };
}

macro_rules! alone {
    ($(($($column:ident),* $(,)?) $extent:ident;)*) => {$(
        impl<First, $($column: Key),*> IndexArgument<($($column,)*), Alone> for First
        where
            First: KeyRange<A>,
        {
            fn encode_argument(&self, out: &mut Vec<u8>) -> Shape {
                encode_last::<A>(self, 0, is_whole!($extent), out)
            }
        }
    )*};
}

alone! {
    (A,) whole;
    (A, B) prefix;
    (A, B, C) prefix;
    (A, B, C, D) prefix;
    (A, B, C, D, E) prefix;
    (A, B, C, D, E, F) prefix;
}

macro_rules! parts {
    ($(
        ($($column:ident),* $(,)?)
        ($($part:ident: $key:ident = $place:tt),*) $last:ident: $last_key:ident = $last_place:tt,
        $extent:ident;
    )*) => {$(
        impl<$($column: Key,)* $($part: KeyFor<$key>,)* $last: KeyRange<$last_key>>
            IndexArgument<($($column,)*), Parts<$last_place>> for ($($part,)* $last,)
        {
            fn encode_argument(&self, out: &mut Vec<u8>) -> Shape {
                $(self.$place.encode_key(out);)*
                encode_last::<$last_key>(&self.$last_place, $last_place, is_whole!($extent), out)
            }
        }
    )*};
}

parts! {
    (A,) () P: A = 0, whole;
    (A, B) () P: A = 0, prefix;
    (A, B) (P: A = 0) Q: B = 1, whole;
    (A, B, C) () P: A = 0, prefix;
    (A, B, C) (P: A = 0) Q: B = 1, prefix;
    (A, B, C) (P: A = 0, Q: B = 1) R: C = 2, whole;
    (A, B, C, D) () P: A = 0, prefix;
    (A, B, C, D) (P: A = 0) Q: B = 1, prefix;
    (A, B, C, D) (P: A = 0, Q: B = 1) R: C = 2, prefix;
    (A, B, C, D) (P: A = 0, Q: B = 1, R: C = 2) S: D = 3, whole;
    (A, B, C, D, E) () P: A = 0, prefix;
    (A, B, C, D, E) (P: A = 0) Q: B = 1, prefix;
    (A, B, C, D, E) (P: A = 0, Q: B = 1) R: C = 2, prefix;
    (A, B, C, D, E) (P: A = 0, Q: B = 1, R: C = 2) S: D = 3, prefix;
    (A, B, C, D, E) (P: A = 0, Q: B = 1, R: C = 2, S: D = 3) T: E = 4, whole;
    (A, B, C, D, E, F) () P: A = 0, prefix;
    (A, B, C, D, E, F) (P: A = 0) Q: B = 1, prefix;
    (A, B, C, D, E, F) (P: A = 0, Q: B = 1) R: C = 2, prefix;
    (A, B, C, D, E, F) (P: A = 0, Q: B = 1, R: C = 2) S: D = 3, prefix;
    (A, B, C, D, E, F) (P: A = 0, Q: B = 1, R: C = 2, S: D = 3) T: E = 4, prefix;
    (A, B, C, D, E, F) (P: A = 0, Q: B = 1, R: C = 2, S: D = 3, T: E = 4) U: F = 5, whole;
}

impl<A: Key, K: KeyFor<A>> IndexPoint<(A,), Alone> for K {
    fn encode_whole(&self, out: &mut Vec<u8>) {
        self.encode_key(out);
    }
}

macro_rules! points {
    ($(($($column:ident),* $(,)?) ($($part:ident: $key:ident = $place:tt),*);)*) => {$(
        impl<$($column: Key,)* $($part: KeyFor<$key>),*>
            IndexPoint<($($column,)*), Parts<0>> for ($($part,)*)
        {
            fn encode_whole(&self, out: &mut Vec<u8>) {
                $(self.$place.encode_key(out);)*
            }
        }
    )*};
}

points! {
    (A,) (P: A = 0);
    (A, B) (P: A = 0, Q: B = 1);
    (A, B, C) (P: A = 0, Q: B = 1, R: C = 2);
    (A, B, C, D) (P: A = 0, Q: B = 1, R: C = 2, S: D = 3);
    (A, B, C, D, E) (P: A = 0, Q: B = 1, R: C = 2, S: D = 3, T: E = 4);
    (A, B, C, D, E, F) (P: A = 0, Q: B = 1, R: C = 2, S: D = 3, T: E = 4, U: F = 5);
}

fn scan<T: Index<N>, const N: usize>(encode: impl FnOnce(&mut Vec<u8>) -> Shape) -> Rows<T::Row> {
    let name = T::__index();
    let rows = buffers::with(|buffer| {
        let shape = encode(buffer);
        host::index_scan(name.index_id(), shape.scan(buffer))
    });
    Rows::new(rows.unwrap_or_else(|errno| name.fail("read", errno)))
}

fn remove<T: Index<N>, const N: usize>(encode: impl FnOnce(&mut Vec<u8>) -> Shape) -> u64 {
    let name = T::__index();
    let count = buffers::with(|buffer| {
        let shape = encode(buffer);
        host::index_delete(name.index_id(), shape.scan(buffer))
    });
    u64::from(count.unwrap_or_else(|errno| name.fail("delete by", errno)))
}

macro_rules! handle {
    ($name:ident<$($parameter:ident),*>) => {
        impl<$($parameter,)* const N: usize> $name<$($parameter,)* N> {
            #[doc(hidden)]
            #[inline]
            pub const fn __new() -> Self {
                $name(PhantomData)
            }
        }

        impl<$($parameter,)* const N: usize> Clone for $name<$($parameter,)* N> {
            fn clone(&self) -> Self {
                *self
            }
        }

        impl<$($parameter,)* const N: usize> Copy for $name<$($parameter,)* N> {}

        impl<$($parameter,)* const N: usize> fmt::Debug for $name<$($parameter,)* N> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(stringify!($name))
            }
        }
    };
}

/// A column without duplicates: `ctx.db.person().id()`.
pub struct UniqueColumn<T, K, const N: usize>(PhantomData<fn() -> (T, K)>);

handle! { UniqueColumn<T, K> }

impl<T: Index<N, Key = (K,)>, K: Key, const N: usize> UniqueColumn<T, K, N> {
    /// The row with this value.
    pub fn find(&self, key: impl KeyFor<K>) -> Option<T::Row> {
        scan::<T, N>(|out| {
            key.encode_key(out);
            Shape::Point
        })
        .next()
    }

    /// The rows whose values are within a range, in order.
    pub fn filter<Form>(&self, range: impl IndexArgument<(K,), Form>) -> Rows<T::Row>
    where
        T: Ordered<N>,
    {
        scan::<T, N>(|out| range.encode_argument(out))
    }

    /// Removes the row with this value; whether there was one.
    pub fn delete(&self, key: impl KeyFor<K>) -> bool
    where
        T: Writable,
    {
        remove::<T, N>(|out| {
            key.encode_key(out);
            Shape::Point
        }) > 0
    }

    /// Puts `row` in the place of the row with the same value in this column; the row with its
    /// `auto_inc` columns filled in.
    ///
    /// # Panics
    /// When there is no such row, and when another unique column refuses the new one.
    pub fn update(&self, mut row: T::Row) -> T::Row
    where
        T: Writable,
    {
        match self.replace(&mut row) {
            Ok(()) => row,
            Err(Errno::NO_SUCH_ROW) => T::__index().fail("update by", Errno::NO_SUCH_ROW),
            Err(errno) => panic!("{}", TryInsertError::of(T::__name(), "update", errno)),
        }
    }

    /// Puts `row` in the place of the row with the same value in this column, or adds it when
    /// there is none.
    ///
    /// # Panics
    /// When another unique column refuses it.
    pub fn insert_or_update(&self, row: T::Row) -> T::Row
    where
        T: Writable,
    {
        self.try_insert_or_update(row)
            .unwrap_or_else(|error| panic!("{error}"))
    }

    /// As [`UniqueColumn::insert_or_update`], but tells when another unique column refuses the row.
    pub fn try_insert_or_update(&self, mut row: T::Row) -> Result<T::Row, TryInsertError>
    where
        T: Writable,
    {
        let table = T::__name();
        match self.replace(&mut row) {
            Err(Errno::NO_SUCH_ROW) => {
                write::<T>(&mut row, |buffer| host::insert(table.table_id(), buffer))
            }
            outcome => outcome,
        }
        .map_err(|errno| TryInsertError::of(table, "insert into or update", errno))?;
        Ok(row)
    }

    fn replace(&self, row: &mut T::Row) -> Result<(), Errno> {
        let (table, index) = (T::__name().table_id(), T::__index().index_id());
        write::<T>(row, |buffer| host::update(table, index, buffer))
    }
}

/// An ordered index, over one column or several: `ctx.db.person().age()`.
pub struct RangedIndex<T, const N: usize>(PhantomData<fn() -> T>);

handle! { RangedIndex<T> }

impl<T: Index<N>, const N: usize> RangedIndex<T, N> {
    /// The rows with this key or range, in order: `filter(3)`, `filter(3..5)`,
    /// `filter((3, "a"))`, `filter((3, "a"..))`.
    pub fn filter<Form>(&self, argument: impl IndexArgument<T::Key, Form>) -> Rows<T::Row> {
        scan::<T, N>(|out| argument.encode_argument(out))
    }

    /// Removes the rows with this key or range; how many there were.
    pub fn delete<Form>(&self, argument: impl IndexArgument<T::Key, Form>) -> u64
    where
        T: Writable,
    {
        remove::<T, N>(|out| argument.encode_argument(out))
    }
}

/// A hash index, over one column or several.
pub struct PointIndex<T, const N: usize>(PhantomData<fn() -> T>);

handle! { PointIndex<T> }

impl<T: Index<N>, const N: usize> PointIndex<T, N> {
    /// The rows with this key: `filter("red")`, `filter(("red", 3))`.
    pub fn filter<Form>(&self, key: impl IndexPoint<T::Key, Form>) -> Rows<T::Row> {
        scan::<T, N>(|out| {
            key.encode_whole(out);
            Shape::Point
        })
    }

    /// Removes the rows with this key; how many there were.
    pub fn delete<Form>(&self, key: impl IndexPoint<T::Key, Form>) -> u64
    where
        T: Writable,
    {
        remove::<T, N>(|out| {
            key.encode_whole(out);
            Shape::Point
        })
    }
}
