//! The host's functions: imports in a module, a database in memory in a native test.

#[cfg(not(target_arch = "wasm32"))]
mod keys;
#[cfg(not(target_arch = "wasm32"))]
mod memory;
#[cfg(target_arch = "wasm32")]
mod wasm;

#[cfg(not(target_arch = "wasm32"))]
pub(crate) use memory::*;
#[cfg(target_arch = "wasm32")]
pub(crate) use wasm::*;

/// Where a scan begins: the key's parts, each in its binary form.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Scan<'a> {
    /// All rows with this key.
    Point(&'a [u8]),
    /// All rows whose first `elements` columns are `prefix`, and whose next is between bounds.
    Range {
        prefix: &'a [u8],
        elements: u32,
        start: &'a [u8],
        end: &'a [u8],
    },
}

/// An open scan.
#[derive(Debug)]
pub(crate) struct Rows(pub(crate) u32);

/// How much a log line matters; the number is the one on the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Level {
    Error = 0,
    Warn = 1,
    Info = 2,
    Debug = 3,
    Trace = 4,
    Panic = 101,
}
