//! Universally unique ids.

use super::{AlgebraicType, Scalar, SpacetimeType, Timestamp, Typespace};
use crate::bsatn::{Decode, DecodeError, Encode, Reader};
use std::fmt;

/// A universally unique id, by 128 bits (RFC 9562).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Uuid(u128);

impl Uuid {
    /// The id with all bits 0.
    pub const NIL: Uuid = Uuid(0);
    /// The id with all bits 1.
    pub const MAX: Uuid = Uuid(u128::MAX);

    /// The id with this number.
    pub const fn from_u128(number: u128) -> Self {
        Uuid(number)
    }

    /// The id's number.
    pub const fn to_u128(self) -> u128 {
        self.0
    }

    /// The id of version 4 with these random bits.
    pub fn v4(random: [u8; 16]) -> Self {
        Uuid(marked(u128::from_be_bytes(random), 4))
    }

    /// The id of version 7 of a moment. Ids of one moment ascend with `counter`, of which 31 bits
    /// count.
    pub fn v7(moment: Timestamp, counter: u32, random: [u8; 4]) -> Self {
        const MICROS_PER_MS: i64 = 1000;
        let ms = moment.to_micros_since_unix_epoch().div_euclid(MICROS_PER_MS) as u128;
        // Bits 30..23 of the counter are byte 7; the other 23 are bytes 9 to 11, moved left by one.
        let high = u128::from(counter >> 23 & 0xff) << 64;
        let low = u128::from(counter & 0x7f_ffff) << 33;
        let random = u128::from(u32::from_be_bytes(random) & 0x7fff_ffff);
        Uuid(marked(ms << 80 | high | low | random, 7))
    }

    /// The id's version: 4, 7, or what else its maker wrote.
    pub const fn version(self) -> u8 {
        (self.0 >> 76 & 0xf) as u8
    }

    /// The id that a text with 32 hexadecimal digits names, with or without its four hyphens.
    pub fn parse(text: &str) -> Option<Self> {
        const HYPHENS: [usize; 4] = [8, 13, 18, 23];
        let mut digits = String::with_capacity(32);
        for (place, c) in text.char_indices() {
            match c {
                '-' if text.len() == 36 && HYPHENS.contains(&place) => {}
                c if c.is_ascii_hexdigit() => digits.push(c),
                _ => return None,
            }
        }
        (digits.len() == 32)
            .then(|| u128::from_str_radix(&digits, 16).ok().map(Uuid))
            .flatten()
    }
}

/// `bits` with version and variant in their places.
fn marked(bits: u128, version: u128) -> u128 {
    bits & !(0xf << 76) & !(0b11 << 62) | version << 76 | 0b10 << 62
}

impl fmt::Display for Uuid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{:08x}-{:04x}-{:04x}-{:04x}-{:012x}",
            self.0 >> 96,
            self.0 >> 80 & 0xffff,
            self.0 >> 64 & 0xffff,
            self.0 >> 48 & 0xffff,
            self.0 & 0xffff_ffff_ffff
        )
    }
}

impl fmt::Debug for Uuid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Uuid({self})")
    }
}

impl SpacetimeType for Uuid {
    fn describe(_: &mut Typespace) -> AlgebraicType {
        AlgebraicType::special("__uuid__", Scalar::U128)
    }
}

impl Encode for Uuid {
    fn encode(&self, out: &mut Vec<u8>) {
        self.0.encode(out);
    }
}

impl Decode for Uuid {
    fn decode(from: &mut Reader<'_>) -> Result<Self, DecodeError> {
        u128::decode(from).map(Uuid)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn version_and_variant_are_in_their_places() {
        let four = Uuid::v4([0xff; 16]);
        assert_eq!(four.to_string(), "ffffffff-ffff-4fff-bfff-ffffffffffff");
        assert_eq!(four.version(), 4);
        let moment = Timestamp::from_micros_since_unix_epoch(0x0198_c3a4_7b1d * 1000);
        let seven = Uuid::v7(moment, 0x7fff_ffff, [0xff; 4]);
        assert_eq!(seven.to_string(), "0198c3a4-7b1d-70ff-80ff-fffe7fffffff");
        assert_eq!(seven.version(), 7);
    }

    #[test]
    fn texts_are_read_back() {
        let id = Uuid::from_u128(0x0198_c3a4_7b1d_7abc_8def_0123_4567_89ab);
        assert_eq!(Uuid::parse(&id.to_string()), Some(id));
        assert_eq!(Uuid::parse("0198c3a47b1d7abc8def0123456789ab"), Some(id));
        for bad in ["", "0198c3a4-7b1d-7abc-8def-0123456789a", "0198c3a4-7b1d-7abc-8def_0123456789ab"] {
            assert_eq!(Uuid::parse(bad), None, "{bad}");
        }
    }
}
