/// Looking up, changing and deleting rows by an index.
#pragma once

#include "stele/range.hpp"
#include "stele/rows.hpp"
#include "stele/table.hpp"

#include <utility>

namespace stele {

/// May a handle change rows? Views only read.
enum class Access : bool { ReadOnly = false, ReadWrite = true };

namespace detail {

/// Bytes that are written and handed to the host at once; never held across a call that may use them again.
template <int>
Writer& scratch() {
    static Writer bytes;
    bytes.clear();
    return bytes;
}

template <class T>
u32 table_id() {
    static const u32 id = [] {
        u32 number = 0;
        require_ok(host::stele_table_id_from_name(T::name.data(), static_cast<u32>(T::name.size()), &number),
                   "find table", T::name);
        return number;
    }();
    return id;
}

template <class T, class I>
u32 index_id() {
    static const u32 id = [] {
        const std::string name = I::name(T::name);
        u32 number = 0;
        require_ok(host::stele_index_id_from_name(name.data(), static_cast<u32>(name.size()), &number), "find index",
                   name);
        return number;
    }();
    return id;
}

/// Writes one value of a key, given as what the column's type can be made of.
template <class Column, class Given>
void write_key(Writer& out, const Given& given) {
    if constexpr (std::same_as<Column, std::string>) {
        static_assert(std::convertible_to<const Given&, std::string_view>, "stele: this index column holds text");
        Codec<std::string>::write(out, std::string_view(given));
    } else if constexpr (SmallInteger<Column> && SmallInteger<Given>) {
        if (!std::in_range<Column>(given)) panic("the key {} does not fit into the index column", given);
        Codec<Column>::write(out, static_cast<Column>(given));
    } else {
        static_assert(std::convertible_to<const Given&, Column> && !std::floating_point<Given> &&
                          (!Integer<Column> || Integer<Given>),
                      "stele: the key has another type than the index column");
        Codec<Column>::write(out, Column(given));
    }
}

template <class Column, class T>
void write_bound(Writer& out, const std::optional<T>& value, typename Range<T>::End end) {
    out.put_u8(static_cast<u8>(end));
    if (value) write_key<Column>(out, *value);
}

/// Reads what the database filled in for the AutoInc columns that were 0.
template <class T>
void read_generated(Reader in, typename T::Row& row) {
    each_field(Reflection<typename T::Row>{}, [&]<class F>(F) {
        if constexpr (T::is_auto_inc(position<typename T::Row, F::member>())) {
            if (row.*F::member == typename F::Type{}) Codec<typename F::Type>::read(in, row.*F::member);
        }
    });
    if (in.failed()) panic("the generated columns of {} could not be decoded", T::name);
}

/// Hands a row to `datastore_insert_bsatn` or `datastore_update_bsatn`.
template <class T, class Send>
Result<typename T::Row, Errno> write_row(typename T::Row row, Send send) {
    Writer& bytes = scratch<0>();
    Codec<typename T::Row>::write(bytes, row);
    u32 count = static_cast<u32>(bytes.size());
    const auto code = static_cast<Errno>(send(bytes.data(), &count));
    if (code != Errno::Ok) return Failure<Errno>{code};
    if constexpr (T::has_sequence) read_generated<T>(Reader(bytes.data(), count), row);
    return row;
}

/// The row, or the end of the call.
template <class T>
typename T::Row row_or_stop(Result<typename T::Row, Errno> result, std::string_view what,
                            const std::source_location& where) {
    if (!result) refused(what, T::name, result.error(), where);
    return std::move(*result);
}

}  // namespace detail

/// An index of a table within a transaction; `ctx.db[people].by<&Person::email>()` gives it.
template <class T, class I, Access Rights>
class Index {
public:
    using Row = typename T::Row;

    /// The rows with these values in the first columns of the index. The last argument may be a range:
    /// `filter("de", between(18, 65))`. A hash index wants a value for each of its columns.
    template <class... Keys>
    Rows<Row> filter(const Keys&... keys) const {
        check_keys<Keys...>();
        u32 iter = 0;
        scan(
            [&iter](auto... args) { return host::stele_index_scan_point(args..., &iter); },
            [&iter](auto... args) { return host::stele_index_scan_range(args..., &iter); }, keys...);
        return Rows<Row>(iter);
    }

    /// Deletes those rows; how many there were.
    template <class... Keys>
    u32 erase(const Keys&... keys) const {
        check_writable();
        check_keys<Keys...>();
        u32 count = 0;
        scan(
            [&count](auto... args) { return host::stele_delete_point(args..., &count); },
            [&count](auto... args) { return host::stele_delete_range(args..., &count); }, keys...);
        return count;
    }

    /// The row with this key, for a unique index.
    template <class... Keys>
    std::optional<Row> find(const Keys&... keys) const {
        static_assert(I::is_unique, "stele: find is for the indexes of unique columns; others have filter");
        static_assert(sizeof...(Keys) == I::size && !(detail::is_range<Keys> || ...),
                      "stele: find wants one value for each column of the index");
        Writer& key = detail::scratch<1>();
        put_keys(key, std::make_index_sequence<sizeof...(Keys)>(), keys...);
        u32 iter = 0;
        detail::require_ok(host::stele_index_scan_point(id(), key.data(), static_cast<u32>(key.size()), &iter), "read",
                           T::name);
        return Rows<Row>(iter).next();
    }

    /// Replaces the row that has the same key; panics when there is none, or another unique column clashes.
    Row update(Row row, const std::source_location& where = std::source_location::current()) const {
        return detail::row_or_stop<T>(try_update(std::move(row)), "update", where);
    }

    /// Replaces the row that has the same key; says why not.
    Result<Row, Errno> try_update(Row row) const {
        check_writable();
        static_assert(I::is_unique, "stele: update is for the indexes of unique columns");
        return detail::write_row<T>(std::move(row), [](u8* bytes, u32* count) {
            return host::stele_update(detail::table_id<T>(), id(), bytes, count);
        });
    }

private:
    static u32 id() { return detail::index_id<T, I>(); }

    static void check_writable() {
        static_assert(Rights == Access::ReadWrite, "stele: a view only reads tables");
    }

    template <class... Keys>
    static void check_keys() {
        static_assert(sizeof...(Keys) > 0 && sizeof...(Keys) <= I::size,
                      "stele: give a value for each of the index's first columns, at least one");
        static_assert(ranges_but_last<Keys...>() == 0, "stele: only the last value of a key may be a range");
        static_assert(I::kind != IndexKind::Hash ||
                          (sizeof...(Keys) == I::size && !(detail::is_range<Keys> || ...)),
                      "stele: a hash index wants one value for each of its columns, and has no ranges");
    }

    template <class... Keys>
    static consteval std::size_t ranges_but_last() {
        constexpr bool are_ranges[] = {detail::is_range<Keys>...};
        std::size_t count = 0;
        for (std::size_t i = 0; i + 1 < sizeof...(Keys); i++) count += are_ranges[i] ? 1 : 0;
        return count;
    }

    /// Writes the values that are no ranges.
    template <std::size_t... At, class... Keys>
    static void put_keys(Writer& out, std::index_sequence<At...>, const Keys&... keys) {
        (
            [&] {
                if constexpr (!detail::is_range<Keys>) {
                    detail::write_key<std::tuple_element_t<At, typename I::Key>>(out, keys);
                }
            }(),
            ...);
    }

    template <class Point, class Ranged, class... Keys>
    static void scan(Point point, Ranged ranged, const Keys&... keys) {
        constexpr std::size_t ranges = (0 + ... + (detail::is_range<Keys> ? 1 : 0));
        Writer& key = detail::scratch<1>();
        put_keys(key, std::make_index_sequence<sizeof...(Keys)>(), keys...);
        const u32 bytes = static_cast<u32>(key.size());
        u16 code;
        if constexpr (ranges == 0 && sizeof...(Keys) == I::size) {
            code = point(id(), key.data(), bytes);
        } else {
            Writer& low = detail::scratch<2>();
            Writer& high = detail::scratch<3>();
            if constexpr (ranges == 0) {
                low.put_u8(UNBOUNDED);
                high.put_u8(UNBOUNDED);
            } else {
                using Column = std::tuple_element_t<sizeof...(Keys) - 1, typename I::Key>;
                const auto& range = std::get<sizeof...(Keys) - 1>(std::tie(keys...));
                detail::write_bound<Column>(low, range.low, range.low_end);
                detail::write_bound<Column>(high, range.high, range.high_end);
            }
            code = ranged(id(), key.data(), bytes, static_cast<u32>(sizeof...(Keys) - ranges), low.data(),
                          static_cast<u32>(low.size()), high.data(), static_cast<u32>(high.size()));
        }
        detail::require_ok(code, "read", T::name);
    }

    static constexpr u8 UNBOUNDED = 2;
};

}  // namespace stele
