/// A host for tests: answers from a script, and remembers what it was asked.
#pragma once

#include "stele/host.hpp"

#include <map>
#include <string>
#include <vector>

namespace fake_host {

using Bytes = std::vector<stele::u8>;

/// What the host was asked: the function, and its arguments as bytes.
struct Asked {
    std::string function;
    std::vector<Bytes> bytes;
};

struct State {
    std::vector<Asked> asked;
    /// The chunks that the next scans give, one list for each scan.
    std::vector<std::vector<Bytes>> scans;
    /// What the next insert or update writes back, and what it returns.
    Bytes generated;
    stele::u16 write_result = 0;
    /// How many rows the next deletion finds.
    stele::u32 deleted = 0;
    std::vector<std::string> log;
    /// Byte sources by number, and what was written to sinks.
    std::map<stele::u32, Bytes> sources;
    std::map<stele::u32, Bytes> sinks;
    /// Scans that are open, with the chunks that are left.
    std::map<stele::u32, std::vector<Bytes>> open;
    stele::u32 next_iter = 1;
};

extern State state;

/// The last question to the host.
inline const Asked& last() { return state.asked.back(); }

}  // namespace fake_host
