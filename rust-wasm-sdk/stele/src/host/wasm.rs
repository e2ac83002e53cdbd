//! The host's functions as imports. Where: `docs/abi.md`; each function is named there.

use super::{Level, Rows, Scan};
use crate::errno::Errno;
use crate::types::{ConnectionId, Identity};

mod import {
    #[link(wasm_import_module = "spacetime_10.0")]
    extern "C" {
        pub(super) fn table_id_from_name(name: *const u8, len: usize, out: *mut u32) -> u16;
        pub(super) fn index_id_from_name(name: *const u8, len: usize, out: *mut u32) -> u16;
        pub(super) fn datastore_table_row_count(table: u32, out: *mut u64) -> u16;
        pub(super) fn datastore_table_scan_bsatn(table: u32, out: *mut u32) -> u16;
        pub(super) fn datastore_index_scan_range_bsatn(
            index: u32,
            prefix: *const u8,
            prefix_len: usize,
            prefix_elements: u32,
            start: *const u8,
            start_len: usize,
            end: *const u8,
            end_len: usize,
            out: *mut u32,
        ) -> u16;
        pub(super) fn datastore_delete_by_index_scan_range_bsatn(
            index: u32,
            prefix: *const u8,
            prefix_len: usize,
            prefix_elements: u32,
            start: *const u8,
            start_len: usize,
            end: *const u8,
            end_len: usize,
            out: *mut u32,
        ) -> u16;
        pub(super) fn datastore_delete_all_by_eq_bsatn(
            table: u32,
            rows: *const u8,
            len: usize,
            out: *mut u32,
        ) -> u16;
        pub(super) fn row_iter_bsatn_advance(iter: u32, buffer: *mut u8, len: *mut usize) -> i16;
        pub(super) fn row_iter_bsatn_close(iter: u32) -> u16;
        pub(super) fn datastore_insert_bsatn(table: u32, row: *mut u8, len: *mut usize) -> u16;
        pub(super) fn datastore_update_bsatn(
            table: u32,
            index: u32,
            row: *mut u8,
            len: *mut usize,
        ) -> u16;
        pub(super) fn bytes_sink_write(sink: u32, buffer: *const u8, len: *mut usize) -> u16;
        pub(super) fn bytes_source_read(source: u32, buffer: *mut u8, len: *mut usize) -> i16;
        pub(super) fn console_log(
            level: u8,
            target: *const u8,
            target_len: usize,
            file: *const u8,
            file_len: usize,
            line: u32,
            message: *const u8,
            message_len: usize,
        );
        pub(super) fn console_timer_start(name: *const u8, len: usize) -> u32;
        pub(super) fn console_timer_end(timer: u32) -> u16;
        pub(super) fn identity(out: *mut u8);
    }

    #[link(wasm_import_module = "spacetime_10.1")]
    extern "C" {
        pub(super) fn bytes_source_remaining_length(source: u32, out: *mut u32) -> i16;
    }

    #[link(wasm_import_module = "spacetime_10.2")]
    extern "C" {
        pub(super) fn get_jwt(connection: *const u8, out: *mut u32) -> u16;
    }

    #[link(wasm_import_module = "spacetime_10.3")]
    extern "C" {
        pub(super) fn procedure_sleep_until(wake_at: i64) -> i64;
        pub(super) fn procedure_start_mut_tx(out: *mut i64) -> u16;
        pub(super) fn procedure_commit_mut_tx() -> u16;
        pub(super) fn procedure_abort_mut_tx() -> u16;
    }

    #[link(wasm_import_module = "spacetime_10.4")]
    extern "C" {
        pub(super) fn datastore_index_scan_point_bsatn(
            index: u32,
            point: *const u8,
            len: usize,
            out: *mut u32,
        ) -> u16;
        pub(super) fn datastore_delete_by_index_scan_point_bsatn(
            index: u32,
            point: *const u8,
            len: usize,
            out: *mut u32,
        ) -> u16;
    }

    #[link(wasm_import_module = "spacetime_10.5")]
    extern "C" {
        pub(super) fn datastore_clear(table: u32, out: *mut u64) -> u16;
    }
}

/// The end of a scan or a source.
const EXHAUSTED: i16 = -1;
/// The line number that stands for none.
const NO_LINE: u32 = u32::MAX;
/// How many bytes are asked for at once when the length of a source is not known.
const READ_BYTES: usize = 4096;

/// What a call wrote behind its last parameter.
fn answer<T: Default>(call: impl FnOnce(*mut T) -> u16) -> Result<T, Errno> {
    let mut out = T::default();
    Errno::check(call(&mut out))?;
    Ok(out)
}

pub(crate) fn table_id(name: &str) -> Result<u32, Errno> {
    // SAFETY (here and below): pointers and lengths are those of live slices and locals, which the
    // host reads or writes during the call only.
    answer(|out| unsafe { import::table_id_from_name(name.as_ptr(), name.len(), out) })
}

pub(crate) fn index_id(name: &str) -> Result<u32, Errno> {
    answer(|out| unsafe { import::index_id_from_name(name.as_ptr(), name.len(), out) })
}

pub(crate) fn row_count(table: u32) -> Result<u64, Errno> {
    answer(|out| unsafe { import::datastore_table_row_count(table, out) })
}

pub(crate) fn scan(table: u32) -> Result<Rows, Errno> {
    answer(|out| unsafe { import::datastore_table_scan_bsatn(table, out) }).map(Rows)
}

pub(crate) fn index_scan(index: u32, scan: Scan<'_>) -> Result<Rows, Errno> {
    answer(|out| match scan {
        Scan::Point(key) => unsafe {
            import::datastore_index_scan_point_bsatn(index, key.as_ptr(), key.len(), out)
        },
        Scan::Range {
            prefix,
            elements,
            start,
            end,
        } => unsafe {
            import::datastore_index_scan_range_bsatn(
                index,
                prefix.as_ptr(),
                prefix.len(),
                elements,
                start.as_ptr(),
                start.len(),
                end.as_ptr(),
                end.len(),
                out,
            )
        },
    })
    .map(Rows)
}

pub(crate) fn index_delete(index: u32, scan: Scan<'_>) -> Result<u32, Errno> {
    answer(|out| match scan {
        Scan::Point(key) => unsafe {
            import::datastore_delete_by_index_scan_point_bsatn(index, key.as_ptr(), key.len(), out)
        },
        Scan::Range {
            prefix,
            elements,
            start,
            end,
        } => unsafe {
            import::datastore_delete_by_index_scan_range_bsatn(
                index,
                prefix.as_ptr(),
                prefix.len(),
                elements,
                start.as_ptr(),
                start.len(),
                end.as_ptr(),
                end.len(),
                out,
            )
        },
    })
}

pub(crate) fn delete_rows(table: u32, rows: &[u8]) -> Result<u32, Errno> {
    answer(|out| unsafe {
        import::datastore_delete_all_by_eq_bsatn(table, rows.as_ptr(), rows.len(), out)
    })
}

pub(crate) fn clear(table: u32) -> Result<u64, Errno> {
    answer(|out| unsafe { import::datastore_clear(table, out) })
}

/// Inserts the row in `buffer`, which then holds the columns that the host filled in.
pub(crate) fn insert(table: u32, buffer: &mut Vec<u8>) -> Result<(), Errno> {
    let mut len = buffer.len();
    Errno::check(unsafe { import::datastore_insert_bsatn(table, buffer.as_mut_ptr(), &mut len) })?;
    buffer.truncate(len);
    Ok(())
}

/// Replaces the row with the same key by the row in `buffer`, which then holds the columns that
/// the host filled in.
pub(crate) fn update(table: u32, index: u32, buffer: &mut Vec<u8>) -> Result<(), Errno> {
    let mut len = buffer.len();
    Errno::check(unsafe {
        import::datastore_update_bsatn(table, index, buffer.as_mut_ptr(), &mut len)
    })?;
    buffer.truncate(len);
    Ok(())
}

/// Puts the next rows into `buffer`, instead of what was there; whether there are more after them.
pub(crate) fn advance(rows: &Rows, buffer: &mut Vec<u8>) -> Result<bool, Errno> {
    loop {
        buffer.clear();
        let mut len = buffer.capacity();
        let code = unsafe { import::row_iter_bsatn_advance(rows.0, buffer.as_mut_ptr(), &mut len) };
        match code {
            0 | EXHAUSTED => {
                // SAFETY: the host wrote the first `len` bytes, which are within the capacity.
                unsafe { buffer.set_len(len) };
                return Ok(code == 0);
            }
            code if code == Errno::BUFFER_TOO_SMALL.0 as i16 => buffer.reserve(len),
            code => return Err(Errno(code as u16)),
        }
    }
}

pub(crate) fn close(rows: &Rows) {
    // Closing a scan that is closed already does no harm.
    let _ = unsafe { import::row_iter_bsatn_close(rows.0) };
}

pub(crate) fn log(level: Level, target: &str, file: Option<&str>, line: Option<u32>, text: &str) {
    let (file, file_len) = file.map_or((std::ptr::null(), 0), |f| (f.as_ptr(), f.len()));
    unsafe {
        import::console_log(
            level as u8,
            target.as_ptr(),
            target.len(),
            file,
            file_len,
            line.unwrap_or(NO_LINE),
            text.as_ptr(),
            text.len(),
        );
    }
}

pub(crate) fn timer_start(name: &str) -> u32 {
    unsafe { import::console_timer_start(name.as_ptr(), name.len()) }
}

pub(crate) fn timer_end(timer: u32) -> Result<(), Errno> {
    Errno::check(unsafe { import::console_timer_end(timer) })
}

pub(crate) fn identity() -> Identity {
    let mut bytes = [0; 32];
    unsafe { import::identity(bytes.as_mut_ptr()) };
    Identity::from_byte_array(bytes)
}

/// The claims of the token with which a connection was made, as JSON.
pub(crate) fn jwt(connection: ConnectionId) -> Result<Option<String>, Errno> {
    let id = connection.to_u128().to_le_bytes();
    let source = answer(|out| unsafe { import::get_jwt(id.as_ptr(), out) })?;
    if source == 0 {
        return Ok(None);
    }
    Ok(Some(String::from_utf8_lossy(&read(source)?).into_owned()))
}

/// All bytes of a source; 0 is the empty one.
pub(crate) fn read(source: u32) -> Result<Vec<u8>, Errno> {
    let mut bytes = Vec::new();
    if source == 0 {
        return Ok(bytes);
    }
    let mut remaining = 0u32;
    let code = unsafe { import::bytes_source_remaining_length(source, &mut remaining) };
    Errno::check(code as u16)?;
    bytes.reserve(remaining as usize);
    loop {
        if bytes.capacity() == bytes.len() {
            bytes.reserve(READ_BYTES);
        }
        let mut len = bytes.capacity() - bytes.len();
        let rest = bytes.spare_capacity_mut().as_mut_ptr().cast();
        let code = unsafe { import::bytes_source_read(source, rest, &mut len) };
        match code {
            0 | EXHAUSTED => {
                // SAFETY: the host wrote `len` more bytes, which are within the capacity.
                unsafe { bytes.set_len(bytes.len() + len) };
                if code == EXHAUSTED {
                    return Ok(bytes);
                }
            }
            code => return Err(Errno(code as u16)),
        }
    }
}

/// Writes all of `bytes` into a sink.
pub(crate) fn write(sink: u32, mut bytes: &[u8]) -> Result<(), Errno> {
    while !bytes.is_empty() {
        let mut len = bytes.len();
        Errno::check(unsafe { import::bytes_sink_write(sink, bytes.as_ptr(), &mut len) })?;
        bytes = &bytes[len..];
    }
    Ok(())
}

pub(crate) fn sleep_until(micros: i64) -> i64 {
    unsafe { import::procedure_sleep_until(micros) }
}

pub(crate) fn begin() -> Result<i64, Errno> {
    answer(|out| unsafe { import::procedure_start_mut_tx(out) })
}

pub(crate) fn commit() -> Result<(), Errno> {
    Errno::check(unsafe { import::procedure_commit_mut_tx() })
}

pub(crate) fn abort() -> Result<(), Errno> {
    Errno::check(unsafe { import::procedure_abort_mut_tx() })
}
