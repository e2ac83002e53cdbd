//! The module's functions, as the host finds them: by number.

use crate::bsatn::Reader;
use crate::context::{AnonymousViewContext, ReducerContext, ViewContext};
use crate::procedure::ProcedureContext;
use crate::types::{ConnectionId, Identity, SpacetimeType, Timestamp};
use std::fmt::Display;

/// A reducer: from a call and its arguments' bytes to the text of its refusal.
pub(crate) type Reducer = fn(&ReducerContext, &[u8]) -> Result<(), String>;

/// A procedure: from a call and its arguments' bytes to the bytes of its result.
pub(crate) type Procedure = fn(&mut ProcedureContext, &[u8]) -> Vec<u8>;

/// A view, which takes its arguments' bytes and appends the bytes of its result.
#[derive(Clone, Copy, Debug)]
pub enum View {
    /// One that depends on who asks.
    Sender(fn(&ViewContext, &[u8], &mut Vec<u8>)),
    /// One that is the same for everybody.
    Anonymous(fn(&AnonymousViewContext, &[u8], &mut Vec<u8>)),
}

impl From<fn(&ViewContext, &[u8], &mut Vec<u8>)> for View {
    fn from(view: fn(&ViewContext, &[u8], &mut Vec<u8>)) -> Self {
        View::Sender(view)
    }
}

impl From<fn(&AnonymousViewContext, &[u8], &mut Vec<u8>)> for View {
    fn from(view: fn(&AnonymousViewContext, &[u8], &mut Vec<u8>)) -> Self {
        View::Anonymous(view)
    }
}

/// Who calls, and when.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Call {
    pub(crate) sender: Identity,
    pub(crate) connection_id: Option<ConnectionId>,
    pub(crate) timestamp: Timestamp,
}

/// All functions, in the order of their numbers.
#[derive(Debug, Default)]
pub(crate) struct Functions {
    pub(crate) reducers: Vec<(&'static str, Reducer)>,
    pub(crate) procedures: Vec<(&'static str, Procedure)>,
    sender_views: Vec<fn(&ViewContext, &[u8], &mut Vec<u8>)>,
    anonymous_views: Vec<fn(&AnonymousViewContext, &[u8], &mut Vec<u8>)>,
}

impl Functions {
    /// Adds a view; its number among those of its kind.
    pub(crate) fn add_view(&mut self, view: View) -> u32 {
        let count = match view {
            View::Sender(function) => {
                self.sender_views.push(function);
                self.sender_views.len()
            }
            View::Anonymous(function) => {
                self.anonymous_views.push(function);
                self.anonymous_views.len()
            }
        };
        u32::try_from(count - 1).expect("a module has fewer than 2^32 views")
    }
}

/// How the host's numbers lead to functions.
#[cfg(target_arch = "wasm32")]
impl Functions {
    pub(crate) fn reducer(&self, id: u32) -> Reducer {
        self.reducers[id as usize].1
    }

    pub(crate) fn procedure(&self, id: u32) -> Procedure {
        self.procedures[id as usize].1
    }

    pub(crate) fn sender_view(&self, id: u32) -> fn(&ViewContext, &[u8], &mut Vec<u8>) {
        self.sender_views[id as usize]
    }

    pub(crate) fn anonymous_view(&self, id: u32) -> fn(&AnonymousViewContext, &[u8], &mut Vec<u8>) {
        self.anonymous_views[id as usize]
    }
}

/// The arguments of a call of `function`, read by `read`.
///
/// # Panics
/// When the bytes are none of this function's arguments. The host has checked them before.
pub fn arguments<A>(
    function: &str,
    bytes: &[u8],
    read: impl FnOnce(&mut Arguments<'_>) -> A,
) -> A {
    read(&mut Arguments {
        function,
        reader: Reader::new(bytes),
    })
}

/// Arguments that are read one after the other.
#[derive(Debug)]
pub struct Arguments<'a> {
    function: &'a str,
    reader: Reader<'a>,
}

impl Arguments<'_> {
    /// The next argument, called `name`.
    pub fn next<T: SpacetimeType>(&mut self, name: &str) -> T {
        T::decode(&mut self.reader).unwrap_or_else(|error| {
            panic!("argument `{name}` of `{}`: {error}", self.function);
        })
    }
}

/// What a reducer may return.
#[diagnostic::on_unimplemented(
    message = "a reducer returns nothing or a `Result<(), E>` whose error can be displayed",
    label = "not what a reducer returns"
)]
pub trait Outcome {
    /// The text of the refusal, if it is one.
    fn refusal(self) -> Result<(), String>;
}

impl Outcome for () {
    fn refusal(self) -> Result<(), String> {
        Ok(())
    }
}

impl<E: Display> Outcome for Result<(), E> {
    fn refusal(self) -> Result<(), String> {
        self.map_err(|error| error.to_string())
    }
}

/// What the host is told of a reducer's result.
pub fn outcome(returned: impl Outcome) -> Result<(), String> {
    returned.refusal()
}
