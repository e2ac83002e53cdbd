//! BSATN, the binary form of values: little-endian, without padding or field names.

use std::fmt;

/// A value that has a binary form.
pub trait Encode {
    /// Appends the binary form to `out`.
    fn encode(&self, out: &mut Vec<u8>);

    /// Appends `items` one after the other; for types whose memory is their binary form.
    #[doc(hidden)]
    fn encode_all(items: &[Self], out: &mut Vec<u8>)
    where
        Self: Sized,
    {
        for item in items {
            item.encode(out);
        }
    }
}

/// A value that can be read from its binary form.
pub trait Decode: Sized {
    /// Reads one value.
    fn decode(from: &mut Reader<'_>) -> Result<Self, DecodeError>;

    /// Reads `count` values; for types whose memory is their binary form.
    #[doc(hidden)]
    fn decode_all(from: &mut Reader<'_>, count: usize) -> Result<Vec<Self>, DecodeError> {
        // A count is only believed as far as there are bytes for it.
        let mut items = Vec::with_capacity(count.min(from.remaining()));
        for _ in 0..count {
            items.push(Self::decode(from)?);
        }
        Ok(items)
    }
}

/// The binary form of `value`.
pub fn to_vec<T: Encode + ?Sized>(value: &T) -> Vec<u8> {
    let mut out = Vec::new();
    value.encode(&mut out);
    out
}

/// Bytes that are read from front to back.
#[derive(Clone, Debug)]
pub struct Reader<'a> {
    bytes: &'a [u8],
}

impl<'a> Reader<'a> {
    /// A reader at the beginning of `bytes`.
    pub fn new(bytes: &'a [u8]) -> Self {
        Reader { bytes }
    }

    /// How many bytes are left.
    pub fn remaining(&self) -> usize {
        self.bytes.len()
    }

    /// The next `count` bytes.
    #[inline]
    pub fn take(&mut self, count: usize) -> Result<&'a [u8], DecodeError> {
        let missing = DecodeError::Short {
            wanted: count,
            left: self.bytes.len(),
        };
        let (head, rest) = self.bytes.split_at_checked(count).ok_or(missing)?;
        self.bytes = rest;
        Ok(head)
    }

    /// The next `N` bytes.
    #[inline]
    pub fn array<const N: usize>(&mut self) -> Result<[u8; N], DecodeError> {
        let missing = DecodeError::Short {
            wanted: N,
            left: self.bytes.len(),
        };
        let (head, rest) = self.bytes.split_first_chunk::<N>().ok_or(missing)?;
        self.bytes = rest;
        Ok(*head)
    }

    /// A number of elements or bytes.
    #[inline]
    pub fn length(&mut self) -> Result<usize, DecodeError> {
        Ok(u32::from_le_bytes(self.array()?) as usize)
    }

    /// The tag of a sum.
    #[inline]
    pub fn tag(&mut self) -> Result<u8, DecodeError> {
        Ok(self.array::<1>()?[0])
    }
}

/// Appends a number of elements or bytes.
///
/// # Panics
/// When it does not fit into the 32 bits that the format has for it.
pub(crate) fn encode_length(length: usize, out: &mut Vec<u8>) {
    let length = u32::try_from(length).expect("a value has at most 4294967295 elements or bytes");
    out.extend_from_slice(&length.to_le_bytes());
}

/// Why bytes are not a value of a type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DecodeError {
    /// The bytes end too early.
    Short {
        /// Bytes that were needed.
        wanted: usize,
        /// Bytes that were there.
        left: usize,
    },
    /// A boolean is neither 0 nor 1.
    Bool(u8),
    /// A text is not UTF-8.
    Utf8,
    /// A sum has no variant with this tag.
    Tag {
        /// Name of the type.
        of: &'static str,
        /// The tag.
        tag: u8,
    },
}

impl DecodeError {
    /// The error for a sum `of` that has no variant with `tag`.
    pub fn tag(of: &'static str, tag: u8) -> Self {
        DecodeError::Tag { of, tag }
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            DecodeError::Short { wanted, left } => {
                write!(f, "{left} bytes left, expected {wanted}")
            }
            DecodeError::Bool(byte) => write!(f, "byte {byte} is no boolean, expected 0 or 1"),
            DecodeError::Utf8 => f.write_str("text is not UTF-8"),
            DecodeError::Tag { of, tag } => write!(f, "no variant {tag} in {of}"),
        }
    }
}

impl std::error::Error for DecodeError {}
