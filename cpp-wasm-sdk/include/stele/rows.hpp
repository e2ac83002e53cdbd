/// Rows on their way out of a table.
#pragma once

#include "stele/codec.hpp"
#include "stele/log.hpp"

#include <iterator>
#include <memory>

namespace stele {

namespace detail {

/// What the host fills a chunk to before it begins another one, in bytes; a chunk may be longer by one row.
inline constexpr u32 CHUNK_BYTES = 32 * 1024;

/// Stops unless the host function succeeded.
inline void require_ok(u16 code, std::string_view what, std::string_view name,
                       const std::source_location& where = std::source_location::current()) {
    if (code != 0) [[unlikely]] {
        refused(what, name, static_cast<Errno>(code), where);
    }
}

/// Memory for chunks that is used again: most calls need one at a time.
class ChunkBuffers {
public:
    static std::unique_ptr<Writer> take() {
        std::unique_ptr<Writer>& spare = slot();
        if (spare) return std::move(spare);
        auto fresh = std::make_unique<Writer>();
        fresh->reserve(CHUNK_BYTES * 2);
        return fresh;
    }
    static void give_back(std::unique_ptr<Writer> buffer) {
        if (buffer && !slot()) slot() = std::move(buffer);
    }

private:
    static std::unique_ptr<Writer>& slot() {
        static std::unique_ptr<Writer> spare;
        return spare;
    }
};

/// Fetches the next chunk; its length. Sets `is_last` when the iterator has ended with it.
inline u32 next_chunk(u32 iter, Writer& buffer, bool& is_last) {
    while (true) {
        u32 bytes = static_cast<u32>(buffer.capacity());
        const i16 code = host::stele_iter_advance(iter, buffer.data(), &bytes);
        if (code == static_cast<i16>(Errno::BufferTooSmall)) {
            buffer.reserve(bytes);
            continue;
        }
        is_last = code == host::EXHAUSTED;
        if (!is_last) require_ok(static_cast<u16>(code), "iterate", "rows");
        return bytes;
    }
}

}  // namespace detail

/// The rows of one scan, read once from front to back:
/// `for (const Person& person : ctx.db[people].rows())`. Holds an iterator of the host, which ends with this.
template <class Row>
class Rows {
public:
    explicit Rows(u32 iter) : iter_(iter), buffer_(detail::ChunkBuffers::take()) {}
    Rows(Rows&& other) noexcept
        : iter_(other.iter_), is_open_(std::exchange(other.is_open_, false)), buffer_(std::move(other.buffer_)),
          reader_(other.reader_) {}
    Rows& operator=(Rows&&) = delete;
    Rows(const Rows&) = delete;
    ~Rows() {
        if (is_open_) host::stele_iter_close(iter_);
        detail::ChunkBuffers::give_back(std::move(buffer_));
    }

    /// The next row, or nothing after the last one.
    std::optional<Row> next() {
        std::optional<Row> row;
        if (has_next()) read(row.emplace());
        return row;
    }

    /// All rows that are left.
    std::vector<Row> to_vector() {
        std::vector<Row> rows;
        while (has_next()) read(rows.emplace_back());
        return rows;
    }

    class Iterator {
    public:
        using value_type = Row;
        using difference_type = std::ptrdiff_t;

        explicit Iterator(Rows* rows) : rows_(rows) { ++*this; }
        const Row& operator*() const { return row_; }
        const Row* operator->() const { return &row_; }
        Iterator& operator++() {
            if (rows_->has_next()) {
                rows_->read(row_);
            } else {
                rows_ = nullptr;
            }
            return *this;
        }
        void operator++(int) { ++*this; }
        friend bool operator==(const Iterator& a, std::default_sentinel_t) { return a.rows_ == nullptr; }

    private:
        Rows* rows_;
        Row row_{};
    };

    Iterator begin() { return Iterator(this); }
    std::default_sentinel_t end() { return {}; }

private:
    bool has_next() {
        while (reader_.remaining() == 0) {
            if (!is_open_) return false;
            bool is_last = false;
            const u32 bytes = detail::next_chunk(iter_, *buffer_, is_last);
            is_open_ = !is_last;
            reader_ = Reader(buffer_->data(), bytes);
        }
        return true;
    }

    void read(Row& row) {
        Codec<Row>::read(reader_, row);
        if (reader_.failed()) panic("a row of {} could not be decoded", Reflection<Row>::name);
    }

    u32 iter_;
    bool is_open_ = true;
    std::unique_ptr<Writer> buffer_;
    Reader reader_{nullptr, 0};
};

}  // namespace stele
