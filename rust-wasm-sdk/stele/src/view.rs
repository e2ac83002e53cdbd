//! What views return.

use crate::bsatn::Encode;
use crate::query::Query;
use crate::types::{AlgebraicType, SpacetimeType, Typespace};

/// What a view may return.
#[diagnostic::on_unimplemented(
    message = "a view returns `Vec<Row>`, `Option<Row>` or `impl Query<Row>`",
    label = "not what a view returns"
)]
pub trait ViewResult<Form> {
    #[doc(hidden)]
    fn describe_result(types: &mut Typespace) -> AlgebraicType;
    #[doc(hidden)]
    fn write_result(self, out: &mut Vec<u8>);
}

/// Rows follow.
const ROWS: u8 = 0;
/// The text of a query follows.
const QUERY: u8 = 1;

/// The form of rows.
#[derive(Debug)]
pub struct RowsForm<R>(R);

/// The form of a query.
#[derive(Debug)]
pub struct QueryForm<R>(R);

impl<R: SpacetimeType> ViewResult<RowsForm<R>> for Vec<R> {
    fn describe_result(types: &mut Typespace) -> AlgebraicType {
        Self::describe(types)
    }

    fn write_result(self, out: &mut Vec<u8>) {
        out.push(ROWS);
        self.encode(out);
    }
}

impl<R: SpacetimeType> ViewResult<RowsForm<R>> for Option<R> {
    fn describe_result(types: &mut Typespace) -> AlgebraicType {
        Self::describe(types)
    }

    fn write_result(self, out: &mut Vec<u8>) {
        out.push(ROWS);
        self.as_slice().encode(out);
    }
}

impl<R: SpacetimeType, Q: Query<R>> ViewResult<QueryForm<R>> for Q {
    fn describe_result(types: &mut Typespace) -> AlgebraicType {
        AlgebraicType::Product(vec![("__query__", R::describe(types))])
    }

    fn write_result(self, out: &mut Vec<u8>) {
        out.push(QUERY);
        self.into_sql().encode(out);
    }
}

/// Appends a view's result.
pub fn write_view<Form>(result: impl ViewResult<Form>, out: &mut Vec<u8>) {
    result.write_result(out);
}

/// Stands for an argument where only the types of a call matter.
///
/// # Panics
/// Always: such a call is never made.
pub fn argument<T>() -> T {
    unreachable!("a call that only has a type was made")
}

/// How the result of `view` is described, which is not called.
pub fn describe_view<C, Form, R: ViewResult<Form>>(
    _view: impl Fn(&C) -> R,
) -> fn(&mut Typespace) -> AlgebraicType {
    R::describe_result
}
