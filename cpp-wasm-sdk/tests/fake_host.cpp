#include "fake_host.hpp"

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <utility>

using namespace stele;

namespace fake_host {

State state;

namespace {

Bytes bytes_of(const void* start, std::size_t count) {
    const u8* first = static_cast<const u8*>(start);
    return count == 0 ? Bytes() : Bytes(first, first + count);
}

void ask(std::string function, std::vector<Bytes> bytes) { state.asked.push_back({std::move(function), std::move(bytes)}); }

u16 open_scan(u32* iter) {
    *iter = state.next_iter++;
    std::vector<Bytes> chunks;
    if (!state.scans.empty()) {
        chunks = state.scans.front();
        state.scans.erase(state.scans.begin());
    }
    state.open[*iter] = chunks;
    return 0;
}

u16 write_row(u8* row, u32* bytes) {
    if (state.write_result != 0) return state.write_result;
    std::memcpy(row, state.generated.data(), state.generated.size());
    *bytes = static_cast<u32>(state.generated.size());
    return 0;
}

}  // namespace
}  // namespace fake_host

using namespace fake_host;

extern "C" {

// The number of a table or index is the length of its name: enough to tell those of a test apart.
u16 stele_table_id_from_name(const char* name, u32 bytes, u32* id) {
    ask("table", {bytes_of(name, bytes)});
    *id = bytes;
    return 0;
}
u16 stele_index_id_from_name(const char* name, u32 bytes, u32* id) {
    ask("index", {bytes_of(name, bytes)});
    *id = bytes;
    return 0;
}
u16 stele_table_row_count(u32, u64* count) {
    *count = 7;
    return 0;
}
u16 stele_table_scan(u32, u32* iter) {
    ask("scan", {});
    return open_scan(iter);
}
u16 stele_index_scan_range(u32, const u8* prefix, u32 prefix_bytes, u32 columns, const u8* from, u32 from_bytes,
                           const u8* to, u32 to_bytes, u32* iter) {
    ask("range", {bytes_of(prefix, prefix_bytes), {static_cast<u8>(columns)}, bytes_of(from, from_bytes),
                  bytes_of(to, to_bytes)});
    return open_scan(iter);
}
u16 stele_delete_range(u32, const u8* prefix, u32 prefix_bytes, u32 columns, const u8* from, u32 from_bytes,
                       const u8* to, u32 to_bytes, u32* count) {
    ask("delete range", {bytes_of(prefix, prefix_bytes), {static_cast<u8>(columns)}, bytes_of(from, from_bytes),
                         bytes_of(to, to_bytes)});
    *count = state.deleted;
    return 0;
}
u16 stele_delete_rows(u32, const u8* rows, u32 bytes, u32* count) {
    ask("delete rows", {bytes_of(rows, bytes)});
    *count = state.deleted;
    return 0;
}
i16 stele_iter_advance(u32 iter, u8* buffer, u32* bytes) {
    const auto found = state.open.find(iter);
    if (found == state.open.end()) return static_cast<i16>(Errno::NoSuchIter);
    std::vector<Bytes>& chunks = found->second;
    if (!chunks.empty() && chunks.front().size() > *bytes) {
        *bytes = static_cast<u32>(chunks.front().size());
        return static_cast<i16>(Errno::BufferTooSmall);
    }
    *bytes = 0;
    if (!chunks.empty()) {
        if (!chunks.front().empty()) std::memcpy(buffer, chunks.front().data(), chunks.front().size());
        *bytes = static_cast<u32>(chunks.front().size());
        chunks.erase(chunks.begin());
    }
    if (!chunks.empty()) return 0;
    state.open.erase(found);
    return host::EXHAUSTED;
}
u16 stele_iter_close(u32 iter) { return state.open.erase(iter) == 1 ? 0 : static_cast<u16>(Errno::NoSuchIter); }
u16 stele_insert(u32, u8* row, u32* bytes) {
    ask("insert", {bytes_of(row, *bytes)});
    return write_row(row, bytes);
}
u16 stele_update(u32, u32, u8* row, u32* bytes) {
    ask("update", {bytes_of(row, *bytes)});
    return write_row(row, bytes);
}
u16 stele_sink_write(u32 sink, const u8* bytes, u32* count) {
    Bytes& all = state.sinks[sink];
    all.insert(all.end(), bytes, bytes + *count);
    return 0;
}
// Gives three bytes at a time, so that callers have to come again.
i16 stele_source_read(u32 source, u8* buffer, u32* bytes) {
    Bytes& left = state.sources[source];
    const std::size_t count = std::min<std::size_t>({*bytes, left.size(), 3});
    if (count > 0) std::memcpy(buffer, left.data(), count);
    left.erase(left.begin(), left.begin() + static_cast<std::ptrdiff_t>(count));
    *bytes = static_cast<u32>(count);
    return left.empty() ? host::EXHAUSTED : 0;
}
void stele_console_log(u8 level, const char*, u32, const char* file, u32 file_bytes, u32 line, const char* text,
                       u32 bytes) {
    std::string place(file, file_bytes);
    place = place.substr(place.rfind('/') + 1);
    state.log.push_back(std::to_string(level) + ' ' + place + ':' + std::to_string(line) + ' ' +
                        std::string(text, bytes));
    if (level == 101) std::fprintf(stderr, "panic: %.*s\n", static_cast<int>(bytes), text);
}
u32 stele_timer_start(const char* name, u32 bytes) {
    ask("timer", {bytes_of(name, bytes)});
    return 1;
}
u16 stele_timer_end(u32 timer) {
    ask("timer end", {{static_cast<u8>(timer)}});
    return 0;
}
void stele_identity(u8* identity32) {
    for (u8 i = 0; i < 32; i++) identity32[i] = i;
}
i16 stele_source_remaining(u32 source, u32* bytes) {
    *bytes = static_cast<u32>(state.sources[source].size());
    return 0;
}
u16 stele_get_jwt(const u8* connection16, u32* source) {
    ask("jwt", {bytes_of(connection16, 16)});
    *source = 9;
    return 0;
}
i64 stele_sleep_until(i64 micros) { return micros; }
u16 stele_start_tx(i64* micros) {
    ask("start", {});
    *micros = 5;
    return 0;
}
u16 stele_commit_tx() {
    ask("commit", {});
    return std::exchange(state.write_result, u16{0});
}
u16 stele_abort_tx() {
    ask("abort", {});
    return 0;
}
u16 stele_http_request(const u8* request, u32 bytes, const u8* body, u32 body_bytes, u32* sources2) {
    ask("http", {bytes_of(request, bytes), bytes_of(body, body_bytes)});
    sources2[0] = 11;
    sources2[1] = 12;
    return state.write_result;
}
u16 stele_index_scan_point(u32, const u8* key, u32 bytes, u32* iter) {
    ask("point", {bytes_of(key, bytes)});
    return open_scan(iter);
}
u16 stele_delete_point(u32, const u8* key, u32 bytes, u32* count) {
    ask("delete point", {bytes_of(key, bytes)});
    *count = state.deleted;
    return 0;
}
u16 stele_clear(u32, u64* count) {
    ask("clear", {});
    *count = 3;
    return 0;
}

}  // extern "C"
