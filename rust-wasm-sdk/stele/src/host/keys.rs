//! The columns of encoded rows, as the database in memory compares them.

use crate::bsatn::{DecodeError, Reader};
use crate::errno::Errno;
use crate::registry::module;
use crate::types::{AlgebraicType, Scalar};
use std::ops::{Bound, Range};

/// A value's bytes, so arranged that their order is that of the values.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Key(Vec<u8>);

/// A column of a row: where its bytes are, and its key.
#[derive(Clone, Debug)]
pub(super) struct Cell {
    pub(super) bytes: Range<usize>,
    pub(super) key: Key,
}

/// The values of these types at the beginning of `row`.
pub(super) fn cells<'a>(
    row: &[u8],
    types: impl IntoIterator<Item = &'a AlgebraicType>,
) -> Result<Vec<Cell>, Errno> {
    let mut reader = Reader::new(row);
    let mut cells = Vec::new();
    for ty in types {
        let start = row.len() - reader.remaining();
        let mut key = Vec::new();
        append(ty, &mut reader, &mut key).map_err(|_| Errno::BSATN_DECODE_ERROR)?;
        cells.push(Cell {
            bytes: start..row.len() - reader.remaining(),
            key: Key(key),
        });
    }
    Ok(cells)
}

impl Key {
    /// An encoded bound of values of type `ty`.
    pub(super) fn bound(bytes: &[u8], ty: &AlgebraicType) -> Result<Bound<Key>, Errno> {
        let (tag, value) = bytes.split_first().ok_or(Errno::BSATN_DECODE_ERROR)?;
        let value = || Ok::<_, Errno>(cells(value, [ty])?.remove(0).key);
        Ok(match tag {
            0 => Bound::Included(value()?),
            1 => Bound::Excluded(value()?),
            2 => Bound::Unbounded,
            _ => return Err(Errno::BSATN_DECODE_ERROR),
        })
    }
}

/// Reads a value and appends its key.
fn append(ty: &AlgebraicType, from: &mut Reader<'_>, key: &mut Vec<u8>) -> Result<(), DecodeError> {
    match module().types().resolve(ty) {
        AlgebraicType::Ref(_) => unreachable!("a named type is no reference to another"),
        AlgebraicType::Scalar(scalar) => append_scalar(*scalar, from, key)?,
        AlgebraicType::Product(fields) => {
            for (_, field) in fields {
                append(field, from, key)?;
            }
        }
        AlgebraicType::Sum(variants) => {
            let tag = from.tag()?;
            let variant = variants.get(usize::from(tag));
            let (_, payload) = variant.ok_or(DecodeError::tag("a column", tag))?;
            key.push(tag);
            append(payload, from, key)?;
        }
        AlgebraicType::Array(element) => {
            for _ in 0..from.length()? {
                append(element, from, key)?;
            }
        }
    }
    Ok(())
}

fn append_scalar(
    scalar: Scalar,
    from: &mut Reader<'_>,
    key: &mut Vec<u8>,
) -> Result<(), DecodeError> {
    let (width, is_signed) = match scalar {
        Scalar::String => {
            let length = from.length()?;
            key.extend_from_slice(from.take(length)?);
            return Ok(());
        }
        Scalar::Bool | Scalar::U8 => (1, false),
        Scalar::I8 => (1, true),
        Scalar::U16 => (2, false),
        Scalar::I16 => (2, true),
        Scalar::U32 | Scalar::F32 => (4, false),
        Scalar::I32 => (4, true),
        Scalar::U64 | Scalar::F64 => (8, false),
        Scalar::I64 => (8, true),
        Scalar::U128 => (16, false),
        Scalar::I128 => (16, true),
        Scalar::U256 => (32, false),
        Scalar::I256 => (32, true),
    };
    // The most significant byte first, and negative numbers before the others.
    let start = key.len();
    key.extend(from.take(width)?.iter().rev());
    if is_signed {
        key[start] ^= 0x80;
    }
    Ok(())
}
