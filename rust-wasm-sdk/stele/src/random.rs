//! Random numbers that a call can be repeated with.

use crate::types::Timestamp;
use std::cell::Cell;
use std::ops::{Bound, RangeBounds};

/// Random numbers that depend on the time of the call alone. Not for secrets.
///
/// xoshiro128** (Blackman, Vigna 2018), seeded by SplitMix64 (Steele, Lea, Flood 2014).
#[derive(Debug)]
pub struct StdbRng {
    state: Cell<[u32; 4]>,
}

impl StdbRng {
    pub(crate) fn new(seed: Timestamp) -> Self {
        let mut state = seed.to_micros_since_unix_epoch() as u64;
        let (first, second) = (split_mix(&mut state), split_mix(&mut state));
        StdbRng {
            state: Cell::new([
                first as u32,
                (first >> 32) as u32,
                second as u32,
                (second >> 32) as u32,
            ]),
        }
    }

    /// 32 random bits.
    pub fn next_u32(&self) -> u32 {
        let [mut a, mut b, mut c, mut d] = self.state.get();
        let result = b.wrapping_mul(5).rotate_left(7).wrapping_mul(9);
        let shifted = b << 9;
        c ^= a;
        d ^= b;
        b ^= c;
        a ^= d;
        c ^= shifted;
        d = d.rotate_left(11);
        self.state.set([a, b, c, d]);
        result
    }

    /// 64 random bits.
    pub fn next_u64(&self) -> u64 {
        u64::from(self.next_u32()) << 32 | u64::from(self.next_u32())
    }

    /// Fills `bytes` with random ones.
    pub fn fill_bytes(&self, bytes: &mut [u8]) {
        for chunk in bytes.chunks_mut(4) {
            let random = self.next_u32().to_le_bytes();
            chunk.copy_from_slice(&random[..chunk.len()]);
        }
    }

    /// A random value: any integer, a float from 0 to 1 (never 1), or a bool.
    pub fn random<T: Random>(&self) -> T {
        T::random(self)
    }

    /// An integer within a range, each as likely as the others: `gen_range(1..=6)`.
    ///
    /// # Panics
    /// When the range is empty.
    pub fn gen_range<T: RandomInteger>(&self, range: impl RangeBounds<T>) -> T {
        let low = match range.start_bound() {
            Bound::Included(low) => low.wide(),
            Bound::Excluded(low) => low.wide().saturating_add(1),
            Bound::Unbounded => T::LEAST,
        };
        let high = match range.end_bound() {
            Bound::Included(high) => high.wide(),
            Bound::Excluded(high) => high.wide().saturating_sub(1),
            Bound::Unbounded => T::GREATEST,
        };
        assert!(low <= high, "range of random numbers is empty");
        let size = u64::try_from(high - low).expect("64 bits hold the width of any range");
        // As many bits as the greatest number has, again and again until they are a good one.
        let unused = size.leading_zeros();
        loop {
            let bits = self.next_u64().checked_shr(unused).unwrap_or(0);
            if bits <= size {
                return T::narrow(low + i128::from(bits));
            }
        }
    }

    /// One of `items`; none when there are none.
    pub fn choose<'a, T>(&self, items: &'a [T]) -> Option<&'a T> {
        (!items.is_empty()).then(|| &items[self.gen_range(0..items.len())])
    }

    /// Puts `items` into a random order.
    pub fn shuffle<T>(&self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            items.swap(last, self.gen_range(0..=last));
        }
    }
}

fn split_mix(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut z = *state;
    z = (z ^ z >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ z >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ z >> 31
}

/// A type with random values.
pub trait Random {
    /// A random value.
    fn random(rng: &StdbRng) -> Self;
}

/// An integer of at most 64 bits.
pub trait RandomInteger: Copy {
    #[doc(hidden)]
    const LEAST: i128;
    #[doc(hidden)]
    const GREATEST: i128;
    #[doc(hidden)]
    fn wide(self) -> i128;
    #[doc(hidden)]
    fn narrow(wide: i128) -> Self;
}

macro_rules! integers {
    ($($ty:ty),*) => {$(
        impl Random for $ty {
            fn random(rng: &StdbRng) -> Self {
                let mut bytes = [0; size_of::<$ty>()];
                rng.fill_bytes(&mut bytes);
                <$ty>::from_le_bytes(bytes)
            }
        }
    )*};
}

integers! { u8, i8, u16, i16, u32, i32, u64, i64, u128, i128, usize, isize }

macro_rules! ranged {
    ($($ty:ty),*) => {$(
        impl RandomInteger for $ty {
            const LEAST: i128 = <$ty>::MIN as i128;
            const GREATEST: i128 = <$ty>::MAX as i128;
            fn wide(self) -> i128 {
                self as i128
            }
            fn narrow(wide: i128) -> Self {
                wide as $ty
            }
        }
    )*};
}

ranged! { u8, i8, u16, i16, u32, i32, u64, i64, usize, isize }

impl Random for bool {
    fn random(rng: &StdbRng) -> Self {
        rng.next_u32() >> 31 == 1
    }
}

impl Random for f64 {
    fn random(rng: &StdbRng) -> Self {
        (rng.next_u64() >> 11) as f64 / (1u64 << 53) as f64
    }
}

impl Random for f32 {
    fn random(rng: &StdbRng) -> Self {
        (rng.next_u32() >> 8) as f32 / (1u32 << 24) as f32
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rng(seed: i64) -> StdbRng {
        StdbRng::new(Timestamp::from_micros_since_unix_epoch(seed))
    }

    #[test]
    fn equal_seeds_give_equal_numbers() {
        assert_eq!(rng(7).next_u64(), rng(7).next_u64());
        assert_ne!(rng(7).next_u64(), rng(8).next_u64());
    }

    #[test]
    fn every_number_of_a_range_comes_and_no_other() {
        let rng = rng(1);
        let mut seen = [false; 6];
        for _ in 0..1000 {
            seen[rng.gen_range(1..=6) - 1usize] = true;
        }
        assert_eq!(seen, [true; 6]);
        assert_eq!(rng.gen_range(-3i8..-2), -3);
        assert!((i64::MIN..=i64::MAX).contains(&rng.gen_range(i64::MIN..)));
        assert!((u64::MAX - 1..).contains(&rng.gen_range(u64::MAX - 1..)));
    }

    #[test]
    #[should_panic(expected = "empty")]
    fn an_empty_range_is_refused() {
        rng(1).gen_range(5..5u32);
    }

    #[test]
    fn floats_are_from_0_to_1() {
        let rng = rng(3);
        for _ in 0..1000 {
            assert!((0.0..1.0).contains(&rng.random::<f64>()));
            assert!((0.0..1.0).contains(&rng.random::<f32>()));
        }
    }

    #[test]
    fn shuffling_keeps_all_items() {
        let mut items: Vec<u32> = (0..100).collect();
        rng(5).shuffle(&mut items);
        assert_ne!(items, (0..100).collect::<Vec<_>>());
        items.sort_unstable();
        assert_eq!(items, (0..100).collect::<Vec<_>>());
    }
}
