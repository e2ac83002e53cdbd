// Compares what a module says of itself with a file, byte for byte: describe_test FILE.
#include "fake_host.hpp"

#include <cstdio>
#include <fstream>
#include <iterator>

extern "C" void stele_describe_module(stele::u32 sink);

int main(int, char** arguments) {
    std::ifstream file(arguments[1], std::ios::binary);
    const fake_host::Bytes expected((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
    stele_describe_module(1);
    const fake_host::Bytes& actual = fake_host::state.sinks[1];
    if (expected.empty() || actual != expected) {
        std::size_t at = 0;
        while (at < actual.size() && at < expected.size() && actual[at] == expected[at]) at++;
        std::fprintf(stderr, "%zu bytes, expected %zu; the first difference is at %zu\n", actual.size(),
                     expected.size(), at);
        return 1;
    }
    std::printf("%zu bytes are the same\n", actual.size());
    return 0;
}
