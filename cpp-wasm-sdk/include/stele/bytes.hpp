/// Writing and reading of bytes: what the codecs stand on.
#pragma once

#include "stele/ints.hpp"

#include <bit>
#include <cstdlib>
#include <cstring>
#include <span>
#include <string_view>
#include <type_traits>

namespace stele {

static_assert(std::endian::native == std::endian::little, "stele: BSATN is little-endian, as is every target");

/// A growing run of bytes; keeps its memory when cleared.
class Writer {
public:
    Writer() = default;
    Writer(const Writer&) = delete;
    Writer& operator=(const Writer&) = delete;
    ~Writer() { std::free(bytes_); }

    void put(const void* bytes, std::size_t count) {
        if (count > capacity_ - size_) grow(count);
        if (count > 0) std::memcpy(bytes_ + size_, bytes, count);
        size_ += count;
    }

    template <class T>
        requires std::is_trivially_copyable_v<T>
    void put_value(const T& value) {
        put(&value, sizeof value);
    }

    void put_u8(u8 value) { put_value(value); }
    void put_u32(u32 value) { put_value(value); }

    /// Length and bytes of a text.
    void put_string(std::string_view text) {
        put_u32(static_cast<u32>(text.size()));
        put(text.data(), text.size());
    }

    void clear() { size_ = 0; }

    /// Takes this many bytes, no more than the capacity, as written.
    void set_size(std::size_t count) { size_ = count; }

    /// Makes room for at least this many bytes in all.
    void reserve(std::size_t count) {
        if (count > capacity_) grow(count - size_);
    }

    u8* data() { return bytes_; }
    const u8* data() const { return bytes_; }
    std::size_t size() const { return size_; }
    std::size_t capacity() const { return capacity_; }
    std::span<const u8> span() const { return {bytes_, size_}; }

private:
    /// The first allocation, in bytes: most rows fit.
    static constexpr std::size_t FIRST_BYTES = 256;

    [[gnu::noinline, gnu::cold]] void grow(std::size_t count) {
        std::size_t wanted = capacity_ < FIRST_BYTES ? FIRST_BYTES : capacity_ * 2;
        while (wanted < size_ + count) wanted *= 2;
        void* larger = std::realloc(bytes_, wanted);
        if (larger == nullptr) __builtin_trap();
        bytes_ = static_cast<u8*>(larger);
        capacity_ = wanted;
    }

    u8* bytes_ = nullptr;
    std::size_t size_ = 0;
    std::size_t capacity_ = 0;
};

/// Reads values off the front of some bytes. After the first error everything reads as zero and
/// `failed()` says so; a caller asks once, at the end.
class Reader {
public:
    Reader(const u8* bytes, std::size_t count) : next_(bytes), end_(bytes + count) {}
    explicit Reader(std::span<const u8> bytes) : Reader(bytes.data(), bytes.size()) {}

    /// The next bytes where they lie, or null when there are fewer.
    const u8* take(std::size_t count) {
        if (count > remaining()) {
            fail();
            return nullptr;
        }
        const u8* start = next_;
        next_ += count;
        return start;
    }

    template <class T>
        requires std::is_trivially_copyable_v<T>
    T take_value() {
        T value{};
        if (const u8* bytes = take(sizeof value)) std::memcpy(&value, bytes, sizeof value);
        return value;
    }

    u8 take_u8() { return take_value<u8>(); }
    u32 take_u32() { return take_value<u32>(); }

    void fail() {
        failed_ = true;
        next_ = end_;
    }

    bool failed() const { return failed_; }
    std::size_t remaining() const { return static_cast<std::size_t>(end_ - next_); }

private:
    const u8* next_;
    const u8* end_;
    bool failed_ = false;
};

}  // namespace stele
