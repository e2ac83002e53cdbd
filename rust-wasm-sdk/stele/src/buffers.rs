//! Buffers that are used again, so that a call with many rows does not allocate for each.

use std::cell::RefCell;

/// How many buffers are kept. More are in use at once only in scans within scans.
const KEPT_MAX: usize = 8;
/// Room in a new buffer, in bytes: more than the host gives at once in most scans.
const CAPACITY_BYTES: usize = 64 * 1024;

thread_local! {
    static KEPT: RefCell<Vec<Vec<u8>>> = const { RefCell::new(Vec::new()) };
}

/// An empty buffer.
pub(crate) fn take() -> Vec<u8> {
    KEPT.with_borrow_mut(Vec::pop)
        .unwrap_or_else(|| Vec::with_capacity(CAPACITY_BYTES))
}

/// Gives a buffer back.
pub(crate) fn give(mut buffer: Vec<u8>) {
    buffer.clear();
    KEPT.with_borrow_mut(|kept| {
        if kept.len() < KEPT_MAX {
            kept.push(buffer);
        }
    });
}

/// What `use_it` makes of an empty buffer.
#[inline]
pub(crate) fn with<R>(use_it: impl FnOnce(&mut Vec<u8>) -> R) -> R {
    let mut buffer = take();
    let result = use_it(&mut buffer);
    give(buffer);
    result
}
