//! Keys: the values by which indexes find rows, and ranges of them.

use crate::bsatn::Encode;
use crate::types::{ConnectionId, Identity, TimeDuration, Timestamp, Uuid};
use ethnum::{I256, U256};
use std::ops::{
    Bound, Range, RangeBounds, RangeFrom, RangeFull, RangeInclusive, RangeTo, RangeToInclusive,
};

/// A type that an index can be made of.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be the key of an index",
    label = "not a key",
    note = "keys are integers, `bool`, `String`, `Identity`, `ConnectionId`, `Uuid`, `Timestamp`, \
            `TimeDuration`, and enums without payload that derive `SpacetimeType`"
)]
pub trait Key: Encode {}

/// A key that a direct index can be made of: a small number.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be the key of a direct index",
    label = "a direct index is for `u8`, `u16`, `u32`, `u64` and enums without payload"
)]
pub trait DirectKey: Key {}

macro_rules! keys {
    ($kind:ident: $($ty:ty),*) => {$(impl $kind for $ty {})*};
}

keys! { Key: bool, String, u8, i8, u16, i16, u32, i32, u64, i64, u128, i128, U256, I256,
Identity, ConnectionId, Uuid, Timestamp, TimeDuration }
keys! { DirectKey: u8, u16, u32, u64 }

/// Compiles for types that an index can be made of.
pub const fn is_key<T: Key>() {}

/// Compiles for types that a direct index can be made of.
pub const fn is_direct_key<T: DirectKey>() {}

/// A value to look for in a column of type `K`: the value itself, a reference to it, or a `&str`
/// for a text.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a key of type `{K}`",
    label = "the column's type is `{K}`"
)]
pub trait KeyFor<K> {
    #[doc(hidden)]
    fn encode_key(&self, out: &mut Vec<u8>);
}

impl<K: Key> KeyFor<K> for K {
    #[inline]
    fn encode_key(&self, out: &mut Vec<u8>) {
        self.encode(out);
    }
}

impl<K: Key> KeyFor<K> for &K {
    #[inline]
    fn encode_key(&self, out: &mut Vec<u8>) {
        (**self).encode(out);
    }
}

impl KeyFor<String> for &str {
    #[inline]
    fn encode_key(&self, out: &mut Vec<u8>) {
        self.encode(out);
    }
}

/// The last part of a key: one value, or the values between two bounds.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is neither a key of type `{K}` nor a range of such",
    label = "the column's type is `{K}`"
)]
pub trait KeyRange<K> {
    /// Appends both bounds; the length of the first.
    #[doc(hidden)]
    fn encode_bounds(&self, out: &mut Vec<u8>) -> usize;

    /// Appends the value, if it is just one.
    #[doc(hidden)]
    fn encode_point(&self, out: &mut Vec<u8>) -> bool;
}

const INCLUDED: u8 = 0;
const EXCLUDED: u8 = 1;
const UNBOUNDED: u8 = 2;

macro_rules! points {
    ($(($($generics:tt)*) $key:ty: $point:ty),*) => {$(
        impl<$($generics)*> KeyRange<$key> for $point {
            fn encode_bounds(&self, out: &mut Vec<u8>) -> usize {
                let start = out.len();
                out.push(INCLUDED);
                self.encode_key(out);
                let end = out.len();
                out.extend_from_within(start..end);
                end - start
            }

            fn encode_point(&self, out: &mut Vec<u8>) -> bool {
                self.encode_key(out);
                true
            }
        }
    )*};
}

points! { (K: Key) K: K, (K: Key) K: &K, () String: &str }

fn encode_bound<K, B: KeyFor<K>>(bound: Bound<&B>, out: &mut Vec<u8>) {
    match bound {
        Bound::Included(key) => {
            out.push(INCLUDED);
            key.encode_key(out);
        }
        Bound::Excluded(key) => {
            out.push(EXCLUDED);
            key.encode_key(out);
        }
        Bound::Unbounded => out.push(UNBOUNDED),
    }
}

macro_rules! ranges {
    ($($range:ty),*) => {$(
        impl<K: Key, B: KeyFor<K>> KeyRange<K> for $range {
            fn encode_bounds(&self, out: &mut Vec<u8>) -> usize {
                let start = out.len();
                encode_bound::<K, B>(self.start_bound(), out);
                let length = out.len() - start;
                encode_bound::<K, B>(self.end_bound(), out);
                length
            }

            fn encode_point(&self, _: &mut Vec<u8>) -> bool {
                false
            }
        }
    )*};
}

ranges! { Range<B>, RangeFrom<B>, RangeInclusive<B>, RangeTo<B>, RangeToInclusive<B>, (Bound<B>, Bound<B>) }

impl<K: Key> KeyRange<K> for RangeFull {
    fn encode_bounds(&self, out: &mut Vec<u8>) -> usize {
        out.extend_from_slice(&[UNBOUNDED, UNBOUNDED]);
        1
    }

    fn encode_point(&self, _: &mut Vec<u8>) -> bool {
        false
    }
}
