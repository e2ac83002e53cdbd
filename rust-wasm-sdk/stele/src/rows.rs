//! The rows of a scan.

use crate::bsatn::{Decode, Reader};
use crate::buffers;
use crate::host;
use std::fmt;
use std::iter::FusedIterator;
use std::marker::PhantomData;

/// Rows of a table, in the state in which it was when the scan began: writing meanwhile is fine.
pub struct Rows<R> {
    scan: host::Rows,
    is_open: bool,
    buffer: Vec<u8>,
    at: usize,
    row: PhantomData<fn() -> R>,
}

impl<R: Decode> Rows<R> {
    pub(crate) fn new(scan: host::Rows) -> Self {
        Rows {
            scan,
            is_open: true,
            buffer: buffers::take(),
            at: 0,
            row: PhantomData,
        }
    }
}

impl<R: Decode> Iterator for Rows<R> {
    type Item = R;

    fn next(&mut self) -> Option<R> {
        while self.at == self.buffer.len() {
            if !self.is_open {
                return None;
            }
            self.at = 0;
            self.is_open = host::advance(&self.scan, &mut self.buffer)
                .unwrap_or_else(|errno| panic!("rows cannot be read: {errno}"));
        }
        let mut reader = Reader::new(&self.buffer[self.at..]);
        let row = R::decode(&mut reader)
            .unwrap_or_else(|error| panic!("a row of the host cannot be decoded: {error}"));
        self.at = self.buffer.len() - reader.remaining();
        Some(row)
    }
}

impl<R: Decode> FusedIterator for Rows<R> {}

impl<R> Drop for Rows<R> {
    fn drop(&mut self) {
        if self.is_open {
            host::close(&self.scan);
        }
        buffers::give(std::mem::take(&mut self.buffer));
    }
}

impl<R> fmt::Debug for Rows<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Rows").finish_non_exhaustive()
    }
}
