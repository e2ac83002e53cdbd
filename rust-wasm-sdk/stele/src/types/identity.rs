//! Who: users and databases, and their connections.

use super::{AlgebraicType, Scalar, SpacetimeType, Typespace};
use crate::bsatn::{Decode, DecodeError, Encode, Reader};
use std::fmt;

/// A user or a database, by 256 bits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Identity {
    // As a number, most significant half first, so that the derived order is that of the number.
    high: u128,
    low: u128,
}

impl Identity {
    /// The identity with all bits 0, which stands for nobody.
    pub const ZERO: Identity = Identity { high: 0, low: 0 };
    /// The identity whose number is 1.
    pub const ONE: Identity = Identity { high: 0, low: 1 };

    /// The identity whose number has these bytes, least significant first.
    pub fn from_byte_array(bytes: [u8; 32]) -> Self {
        let (low, high) = bytes.split_at(16);
        Identity {
            high: u128::from_le_bytes(high.try_into().expect("half of 32 bytes")),
            low: u128::from_le_bytes(low.try_into().expect("half of 32 bytes")),
        }
    }

    /// The number's bytes, least significant first.
    pub fn to_byte_array(self) -> [u8; 32] {
        let mut bytes = [0; 32];
        bytes[..16].copy_from_slice(&self.low.to_le_bytes());
        bytes[16..].copy_from_slice(&self.high.to_le_bytes());
        bytes
    }

    /// The identity that 64 hexadecimal digits name, with or without `0x` before them.
    pub fn from_hex(text: &str) -> Option<Self> {
        let digits = text.strip_prefix("0x").unwrap_or(text);
        if digits.len() != 64 || !digits.bytes().all(|b| b.is_ascii_hexdigit()) {
            return None;
        }
        Some(Identity {
            high: u128::from_str_radix(&digits[..32], 16).ok()?,
            low: u128::from_str_radix(&digits[32..], 16).ok()?,
        })
    }

    /// 64 lower-case hexadecimal digits, most significant first.
    pub fn to_hex(self) -> String {
        self.to_string()
    }

    /// The identity in the four words of a call.
    #[cfg(target_arch = "wasm32")]
    pub(crate) fn from_words(words: [u64; 4]) -> Self {
        let wide = |low: u64, high: u64| u128::from(low) | u128::from(high) << 64;
        Identity {
            high: wide(words[2], words[3]),
            low: wide(words[0], words[1]),
        }
    }
}

impl fmt::Display for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}{:032x}", self.high, self.low)
    }
}

impl fmt::Debug for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Identity({self})")
    }
}

impl SpacetimeType for Identity {
    fn describe(_: &mut Typespace) -> AlgebraicType {
        AlgebraicType::special("__identity__", Scalar::U256)
    }
}

impl Encode for Identity {
    fn encode(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(&self.to_byte_array());
    }
}

impl Decode for Identity {
    fn decode(from: &mut Reader<'_>) -> Result<Self, DecodeError> {
        Ok(Identity::from_byte_array(from.array()?))
    }
}

/// A client's connection, by 128 bits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ConnectionId(u128);

impl ConnectionId {
    /// The id with all bits 0, which stands for no connection.
    pub const ZERO: ConnectionId = ConnectionId(0);

    /// The id with this number.
    pub const fn from_u128(number: u128) -> Self {
        ConnectionId(number)
    }

    /// The id's number.
    pub const fn to_u128(self) -> u128 {
        self.0
    }

    /// The id that 32 hexadecimal digits name.
    pub fn from_hex(text: &str) -> Option<Self> {
        let is_hex = text.len() == 32 && text.bytes().all(|b| b.is_ascii_hexdigit());
        is_hex
            .then(|| u128::from_str_radix(text, 16).ok().map(ConnectionId))
            .flatten()
    }

    /// 32 lower-case hexadecimal digits, most significant first.
    pub fn to_hex(self) -> String {
        self.to_string()
    }

    /// The id, unless it stands for no connection.
    #[cfg(target_arch = "wasm32")]
    pub(crate) fn non_zero(self) -> Option<Self> {
        (self != Self::ZERO).then_some(self)
    }
}

impl fmt::Display for ConnectionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", self.0)
    }
}

impl fmt::Debug for ConnectionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ConnectionId({self})")
    }
}

impl SpacetimeType for ConnectionId {
    fn describe(_: &mut Typespace) -> AlgebraicType {
        AlgebraicType::special("__connection_id__", Scalar::U128)
    }
}

impl Encode for ConnectionId {
    fn encode(&self, out: &mut Vec<u8>) {
        self.0.encode(out);
    }
}

impl Decode for ConnectionId {
    fn decode(from: &mut Reader<'_>) -> Result<Self, DecodeError> {
        u128::decode(from).map(ConnectionId)
    }
}
