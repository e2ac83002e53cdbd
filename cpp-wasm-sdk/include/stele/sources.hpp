/// Bytes that the host hands over in pieces, and takes back.
#pragma once

#include "stele/rows.hpp"

namespace stele::detail {

/// Reads a byte source of the host to its end, which closes it. 0 is the source of no bytes.
inline void read_source(u32 source, Writer& into) {
    into.clear();
    if (source == 0) return;
    u32 length = 0;
    require_ok(static_cast<u16>(host::stele_source_remaining(source, &length)), "read", "the arguments");
    std::size_t have = 0;
    while (true) {
        // One byte more than there should be, so that the end is seen with the last read.
        into.reserve(have + length + 1);
        u32 count = static_cast<u32>(into.capacity() - have);
        const i16 code = host::stele_source_read(source, into.data() + have, &count);
        have += count;
        if (code == host::EXHAUSTED) break;
        require_ok(static_cast<u16>(code), "read", "the arguments");
        length = CHUNK_BYTES;
    }
    into.set_size(have);
}

/// A byte source as text.
inline std::string read_text(u32 source) {
    Writer bytes;
    read_source(source, bytes);
    return std::string(reinterpret_cast<const char*>(bytes.data()), bytes.size());
}

/// Writes all bytes to a sink of the host.
inline void write_sink(u32 sink, const u8* bytes, std::size_t count) {
    std::size_t written = 0;
    while (written < count) {
        u32 piece = static_cast<u32>(count - written);
        require_ok(host::stele_sink_write(sink, bytes + written, &piece), "write", "the result");
        written += piece;
    }
}

}  // namespace stele::detail
