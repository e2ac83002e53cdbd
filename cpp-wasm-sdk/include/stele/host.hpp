/// What the host offers to a module: the imports of spacetime_10.0 to 10.5, as they are on the wire.
///
/// Module code has no need of this file; the typed layers above use it. Pointers are addresses in the
/// module's memory. On a native build the functions are ordinary externs, for a test to define.
#pragma once

#include "stele/ints.hpp"

#include <string_view>

#if defined(__wasm__)
#define STELE_IMPORT(version, name) \
    extern "C" __attribute__((import_module("spacetime_" version), import_name(#name)))
#else
#define STELE_IMPORT(version, name) extern "C"
#endif

namespace stele {

/// What a host function reports. The numbers are those of the module ABI.
enum class Errno : u16 {
    Ok = 0,
    HostCallFailure = 1,
    NotInTransaction = 2,
    BsatnDecodeError = 3,
    NoSuchTable = 4,
    NoSuchIndex = 5,
    NoSuchIter = 6,
    NoSuchConsoleTimer = 7,
    NoSuchBytes = 8,
    NoSpace = 9,
    WrongIndexAlgorithm = 10,
    BufferTooSmall = 11,
    UniqueAlreadyExists = 12,
    ScheduleAtDelayTooLong = 13,
    IndexNotUnique = 14,
    NoSuchRow = 15,
    AutoIncOverflow = 16,
    WouldBlockTransaction = 17,
    TransactionNotAnonymous = 18,
    TransactionIsReadOnly = 19,
    TransactionIsMutable = 20,
    HttpError = 21,
};

/// The meaning of an error number in a few words.
constexpr std::string_view meaning(Errno code) {
    switch (code) {
        case Errno::Ok: return "success";
        case Errno::HostCallFailure: return "the host call failed";
        case Errno::NotInTransaction: return "there is no transaction";
        case Errno::BsatnDecodeError: return "a value could not be decoded";
        case Errno::NoSuchTable: return "no such table";
        case Errno::NoSuchIndex: return "no such index";
        case Errno::NoSuchIter: return "no such iterator";
        case Errno::NoSuchConsoleTimer: return "no such timer";
        case Errno::NoSuchBytes: return "no such byte source or sink";
        case Errno::NoSpace: return "no space left";
        case Errno::WrongIndexAlgorithm: return "this kind of index has no ranges";
        case Errno::BufferTooSmall: return "the buffer is too small";
        case Errno::UniqueAlreadyExists: return "a row with the same unique value exists already";
        case Errno::ScheduleAtDelayTooLong: return "the schedule lies too far in the future";
        case Errno::IndexNotUnique: return "the index is not unique";
        case Errno::NoSuchRow: return "no such row";
        case Errno::AutoIncOverflow: return "the sequence has no values left";
        case Errno::WouldBlockTransaction: return "not allowed within a transaction";
        case Errno::TransactionNotAnonymous: return "the transaction was not begun by the procedure";
        case Errno::TransactionIsReadOnly: return "the transaction is read-only";
        case Errno::TransactionIsMutable: return "the transaction is not read-only";
        case Errno::HttpError: return "the HTTP request failed";
    }
    return "unknown error";
}

/// The raw imports.
namespace host {

// clang-format off
STELE_IMPORT("10.0", table_id_from_name) u16 stele_table_id_from_name(const char* name, u32 bytes, u32* id);
STELE_IMPORT("10.0", index_id_from_name) u16 stele_index_id_from_name(const char* name, u32 bytes, u32* id);
STELE_IMPORT("10.0", datastore_table_row_count) u16 stele_table_row_count(u32 table, u64* count);
STELE_IMPORT("10.0", datastore_table_scan_bsatn) u16 stele_table_scan(u32 table, u32* iter);
STELE_IMPORT("10.0", datastore_index_scan_range_bsatn) u16 stele_index_scan_range(u32 index, const u8* prefix, u32 prefix_bytes, u32 prefix_columns, const u8* from, u32 from_bytes, const u8* to, u32 to_bytes, u32* iter);
STELE_IMPORT("10.0", datastore_delete_by_index_scan_range_bsatn) u16 stele_delete_range(u32 index, const u8* prefix, u32 prefix_bytes, u32 prefix_columns, const u8* from, u32 from_bytes, const u8* to, u32 to_bytes, u32* count);
STELE_IMPORT("10.0", datastore_delete_all_by_eq_bsatn) u16 stele_delete_rows(u32 table, const u8* rows, u32 bytes, u32* count);
STELE_IMPORT("10.0", row_iter_bsatn_advance) i16 stele_iter_advance(u32 iter, u8* buffer, u32* bytes);
STELE_IMPORT("10.0", row_iter_bsatn_close) u16 stele_iter_close(u32 iter);
STELE_IMPORT("10.0", datastore_insert_bsatn) u16 stele_insert(u32 table, u8* row, u32* bytes);
STELE_IMPORT("10.0", datastore_update_bsatn) u16 stele_update(u32 table, u32 index, u8* row, u32* bytes);
STELE_IMPORT("10.0", bytes_sink_write) u16 stele_sink_write(u32 sink, const u8* bytes, u32* count);
STELE_IMPORT("10.0", bytes_source_read) i16 stele_source_read(u32 source, u8* buffer, u32* bytes);
STELE_IMPORT("10.0", console_log) void stele_console_log(u8 level, const char* target, u32 target_bytes, const char* file, u32 file_bytes, u32 line, const char* text, u32 bytes);
STELE_IMPORT("10.0", console_timer_start) u32 stele_timer_start(const char* name, u32 bytes);
STELE_IMPORT("10.0", console_timer_end) u16 stele_timer_end(u32 timer);
STELE_IMPORT("10.0", identity) void stele_identity(u8* identity32);
STELE_IMPORT("10.1", bytes_source_remaining_length) i16 stele_source_remaining(u32 source, u32* bytes);
STELE_IMPORT("10.2", get_jwt) u16 stele_get_jwt(const u8* connection16, u32* source);
STELE_IMPORT("10.3", procedure_sleep_until) i64 stele_sleep_until(i64 micros);
STELE_IMPORT("10.3", procedure_start_mut_tx) u16 stele_start_tx(i64* micros);
STELE_IMPORT("10.3", procedure_commit_mut_tx) u16 stele_commit_tx();
STELE_IMPORT("10.3", procedure_abort_mut_tx) u16 stele_abort_tx();
STELE_IMPORT("10.3", procedure_http_request) u16 stele_http_request(const u8* request, u32 bytes, const u8* body, u32 body_bytes, u32* sources2);
STELE_IMPORT("10.4", datastore_index_scan_point_bsatn) u16 stele_index_scan_point(u32 index, const u8* key, u32 bytes, u32* iter);
STELE_IMPORT("10.4", datastore_delete_by_index_scan_point_bsatn) u16 stele_delete_point(u32 index, const u8* key, u32 bytes, u32* count);
STELE_IMPORT("10.5", datastore_clear) u16 stele_clear(u32 table, u64* count);
// clang-format on

/// What `row_iter_bsatn_advance` and `bytes_source_read` return once nothing is left.
inline constexpr i16 EXHAUSTED = -1;

}  // namespace host
}  // namespace stele
