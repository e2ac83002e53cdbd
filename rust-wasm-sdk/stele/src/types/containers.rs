//! Types made of other types: arrays, options, results, boxes and the unit.

use super::{AlgebraicType, SpacetimeType, Typespace};
use crate::bsatn::{encode_length, Decode, DecodeError, Encode, Reader};

impl<T: Encode + ?Sized> Encode for &T {
    #[inline]
    fn encode(&self, out: &mut Vec<u8>) {
        (**self).encode(out);
    }
}

impl<T: SpacetimeType> SpacetimeType for Vec<T> {
    fn describe(types: &mut Typespace) -> AlgebraicType {
        AlgebraicType::Array(Box::new(T::describe(types)))
    }
}

impl<T: Encode> Encode for Vec<T> {
    fn encode(&self, out: &mut Vec<u8>) {
        self.as_slice().encode(out);
    }
}

impl<T: Encode> Encode for [T] {
    fn encode(&self, out: &mut Vec<u8>) {
        encode_length(self.len(), out);
        T::encode_all(self, out);
    }
}

impl<T: Decode> Decode for Vec<T> {
    fn decode(from: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let count = from.length()?;
        T::decode_all(from, count)
    }
}

impl<T: SpacetimeType> SpacetimeType for Option<T> {
    fn describe(types: &mut Typespace) -> AlgebraicType {
        AlgebraicType::option(T::describe(types))
    }
}

impl<T: Encode> Encode for Option<T> {
    fn encode(&self, out: &mut Vec<u8>) {
        match self {
            Some(value) => {
                out.push(0);
                value.encode(out);
            }
            None => out.push(1),
        }
    }
}

impl<T: Decode> Decode for Option<T> {
    fn decode(from: &mut Reader<'_>) -> Result<Self, DecodeError> {
        match from.tag()? {
            0 => T::decode(from).map(Some),
            1 => Ok(None),
            other => Err(DecodeError::tag("an option", other)),
        }
    }
}

impl<T: SpacetimeType, E: SpacetimeType> SpacetimeType for Result<T, E> {
    fn describe(types: &mut Typespace) -> AlgebraicType {
        let ok = T::describe(types);
        AlgebraicType::Sum(vec![("ok", ok), ("err", E::describe(types))])
    }
}

impl<T: Encode, E: Encode> Encode for Result<T, E> {
    fn encode(&self, out: &mut Vec<u8>) {
        match self {
            Ok(value) => {
                out.push(0);
                value.encode(out);
            }
            Err(error) => {
                out.push(1);
                error.encode(out);
            }
        }
    }
}

impl<T: Decode, E: Decode> Decode for Result<T, E> {
    fn decode(from: &mut Reader<'_>) -> Result<Self, DecodeError> {
        match from.tag()? {
            0 => T::decode(from).map(Ok),
            1 => E::decode(from).map(Err),
            other => Err(DecodeError::tag("a result", other)),
        }
    }
}

impl<T: SpacetimeType> SpacetimeType for Box<T> {
    fn describe(types: &mut Typespace) -> AlgebraicType {
        T::describe(types)
    }
}

impl<T: Encode + ?Sized> Encode for Box<T> {
    fn encode(&self, out: &mut Vec<u8>) {
        (**self).encode(out);
    }
}

impl<T: Decode> Decode for Box<T> {
    fn decode(from: &mut Reader<'_>) -> Result<Self, DecodeError> {
        T::decode(from).map(Box::new)
    }
}

impl SpacetimeType for () {
    fn describe(_: &mut Typespace) -> AlgebraicType {
        AlgebraicType::UNIT
    }
}

impl Encode for () {
    fn encode(&self, _: &mut Vec<u8>) {}
}

impl Decode for () {
    fn decode(_: &mut Reader<'_>) -> Result<Self, DecodeError> {
        Ok(())
    }
}
