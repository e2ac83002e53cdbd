//! Numbers, booleans and texts.

use super::{AlgebraicType, Scalar, SpacetimeType, Typespace};
use crate::bsatn::{encode_length, Decode, DecodeError, Encode, Reader};
use ethnum::{I256, U256};

macro_rules! describe {
    ($($ty:ty => $scalar:ident),*) => {$(
        impl SpacetimeType for $ty {
            fn describe(_: &mut Typespace) -> AlgebraicType {
                AlgebraicType::Scalar(Scalar::$scalar)
            }
        }
    )*};
}

describe! {
    bool => Bool, String => String, f32 => F32, f64 => F64,
    i8 => I8, u8 => U8, i16 => I16, u16 => U16, i32 => I32, u32 => U32, i64 => I64, u64 => U64,
    i128 => I128, u128 => U128, I256 => I256, U256 => U256
}

macro_rules! codec {
    ($($ty:ty),*) => {$(
        impl Encode for $ty {
            #[inline]
            fn encode(&self, out: &mut Vec<u8>) {
                out.extend_from_slice(&self.to_le_bytes());
            }
        }
        impl Decode for $ty {
            #[inline]
            fn decode(from: &mut Reader<'_>) -> Result<Self, DecodeError> {
                Ok(<$ty>::from_le_bytes(from.array()?))
            }
        }
    )*};
}

codec! { i8, i16, u16, i32, u32, i64, u64, i128, u128, I256, U256, f32, f64 }

impl Encode for u8 {
    #[inline]
    fn encode(&self, out: &mut Vec<u8>) {
        out.push(*self);
    }

    fn encode_all(items: &[Self], out: &mut Vec<u8>) {
        out.extend_from_slice(items);
    }
}

impl Decode for u8 {
    #[inline]
    fn decode(from: &mut Reader<'_>) -> Result<Self, DecodeError> {
        from.tag()
    }

    fn decode_all(from: &mut Reader<'_>, count: usize) -> Result<Vec<Self>, DecodeError> {
        Ok(from.take(count)?.to_vec())
    }
}

impl Encode for bool {
    #[inline]
    fn encode(&self, out: &mut Vec<u8>) {
        out.push(u8::from(*self));
    }
}

impl Decode for bool {
    #[inline]
    fn decode(from: &mut Reader<'_>) -> Result<Self, DecodeError> {
        match from.tag()? {
            0 => Ok(false),
            1 => Ok(true),
            other => Err(DecodeError::Bool(other)),
        }
    }
}

impl Encode for str {
    #[inline]
    fn encode(&self, out: &mut Vec<u8>) {
        encode_length(self.len(), out);
        out.extend_from_slice(self.as_bytes());
    }
}

impl Encode for String {
    #[inline]
    fn encode(&self, out: &mut Vec<u8>) {
        self.as_str().encode(out);
    }
}

impl Decode for String {
    #[inline]
    fn decode(from: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let length = from.length()?;
        let text = std::str::from_utf8(from.take(length)?).map_err(|_| DecodeError::Utf8)?;
        Ok(text.to_owned())
    }
}
