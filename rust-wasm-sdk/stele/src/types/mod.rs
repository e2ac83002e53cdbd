//! Types of columns, parameters and results, as a module's definition describes them.

mod containers;
mod identity;
mod scalars;
mod schedule;
mod time;
mod uuid;

pub use identity::{ConnectionId, Identity};
pub use schedule::ScheduleAt;
pub use time::{TimeDuration, Timestamp};
pub use uuid::Uuid;

use crate::bsatn::{encode_length, Decode, Encode};
use std::any::TypeId;

/// A type that tables, parameters and results can hold. Derive it for structs and enums.
///
/// ```
/// # use stele::SpacetimeType;
/// #[derive(SpacetimeType)]
/// pub enum Shape {
///     Nothing,
///     Circle(f64),
///     Label(String),
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be stored in a table or sent to a client",
    label = "not a type of the database",
    note = "for your own struct or enum, add `#[derive(SpacetimeType)]`"
)]
pub trait SpacetimeType: Encode + Decode {
    /// Describes the type, adding the named types that it needs.
    fn describe(types: &mut Typespace) -> AlgebraicType;
}

/// The shape of a type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AlgebraicType {
    /// A named type, by its place in the [`Typespace`].
    Ref(u32),
    /// One of several variants.
    Sum(Vec<(&'static str, AlgebraicType)>),
    /// Several fields.
    Product(Vec<(&'static str, AlgebraicType)>),
    /// Any number of elements.
    Array(Box<AlgebraicType>),
    /// A type without parts.
    Scalar(Scalar),
}

/// The types without parts; the number is the tag on the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
#[repr(u8)]
pub enum Scalar {
    String = 4,
    Bool = 5,
    I8 = 6,
    U8 = 7,
    I16 = 8,
    U16 = 9,
    I32 = 10,
    U32 = 11,
    I64 = 12,
    U64 = 13,
    I128 = 14,
    U128 = 15,
    I256 = 16,
    U256 = 17,
    F32 = 18,
    F64 = 19,
}

impl AlgebraicType {
    /// The type with one value.
    pub const UNIT: AlgebraicType = AlgebraicType::Product(Vec::new());

    /// A product with one field, which is how the special types are told.
    pub(crate) fn special(field: &'static str, scalar: Scalar) -> Self {
        AlgebraicType::Product(vec![(field, AlgebraicType::Scalar(scalar))])
    }

    /// The type of an optional `some`.
    pub(crate) fn option(some: AlgebraicType) -> Self {
        AlgebraicType::Sum(vec![("some", some), ("none", AlgebraicType::UNIT)])
    }

    /// Appends named elements.
    pub(crate) fn encode_elements(elements: &[(&'static str, AlgebraicType)], out: &mut Vec<u8>) {
        encode_length(elements.len(), out);
        for (name, ty) in elements {
            out.push(0); // the name is there
            name.encode(out);
            ty.encode(out);
        }
    }
}

impl Encode for AlgebraicType {
    fn encode(&self, out: &mut Vec<u8>) {
        match self {
            AlgebraicType::Ref(index) => {
                out.push(0);
                index.encode(out);
            }
            AlgebraicType::Sum(variants) => {
                out.push(1);
                Self::encode_elements(variants, out);
            }
            AlgebraicType::Product(elements) => {
                out.push(2);
                Self::encode_elements(elements, out);
            }
            AlgebraicType::Array(element) => {
                out.push(3);
                element.encode(out);
            }
            AlgebraicType::Scalar(scalar) => out.push(*scalar as u8),
        }
    }
}

/// The named types of a module.
#[derive(Debug, Default)]
pub struct Typespace {
    entries: Vec<Entry>,
}

#[derive(Debug)]
struct Entry {
    id: TypeId,
    name: &'static str,
    shape: AlgebraicType,
}

impl Typespace {
    /// The reference to the type `T`, which `shape` describes when it is new here. A type may
    /// name itself within its shape.
    pub fn named<T: 'static>(
        &mut self,
        name: &'static str,
        shape: impl FnOnce(&mut Typespace) -> AlgebraicType,
    ) -> AlgebraicType {
        let id = TypeId::of::<T>();
        let known = self.entries.iter().position(|entry| entry.id == id);
        let place = known.unwrap_or_else(|| {
            let place = self.entries.len();
            self.entries.push(Entry {
                id,
                name,
                shape: AlgebraicType::UNIT,
            });
            self.entries[place].shape = shape(self);
            place
        });
        AlgebraicType::Ref(u32::try_from(place).expect("a module has fewer than 2^32 types"))
    }

    /// Name and shape of each type, in the order of their references.
    pub(crate) fn iter(&self) -> impl ExactSizeIterator<Item = (&'static str, &AlgebraicType)> {
        self.entries.iter().map(|entry| (entry.name, &entry.shape))
    }

    /// The shape that `ty` refers to, or `ty` itself.
    #[cfg(not(target_arch = "wasm32"))]
    pub(crate) fn resolve<'a>(&'a self, ty: &'a AlgebraicType) -> &'a AlgebraicType {
        match ty {
            AlgebraicType::Ref(place) => &self.entries[*place as usize].shape,
            other => other,
        }
    }
}
