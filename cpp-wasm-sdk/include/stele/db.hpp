/// The tables of a transaction: `ctx.db[people]`.
#pragma once

#include "stele/index.hpp"

namespace stele {

namespace detail {

/// The first index that satisfies a condition; void when there is none.
template <class Wanted, class List>
struct FindIndex;
template <class Wanted>
struct FindIndex<Wanted, IndexList<>> {
    using type = void;
};
template <class Wanted, class First, class... Others>
struct FindIndex<Wanted, IndexList<First, Others...>>
    : std::conditional_t<Wanted::template fits<First>(), std::type_identity<First>,
                         FindIndex<Wanted, IndexList<Others...>>> {};

template <auto... Columns>
struct ByColumns {
    template <class I>
    static consteval bool fits() {
        return I::template has_columns<Columns...>();
    }
};

template <FixedString Name>
struct ByName {
    template <class I>
    static consteval bool fits() {
        return I::has_name(Name.view());
    }
};

}  // namespace detail

/// One table within a transaction.
template <class T, Access Rights>
class TableHandle {
public:
    using Row = typename T::Row;

    /// All rows.
    Rows<Row> rows() const {
        u32 iter = 0;
        detail::require_ok(host::stele_table_scan(detail::table_id<T>(), &iter), "read", T::name);
        return Rows<Row>(iter);
    }

    /// The number of rows.
    u64 count() const {
        u64 number = 0;
        detail::require_ok(host::stele_table_row_count(detail::table_id<T>(), &number), "count", T::name);
        return number;
    }

    /// Adds a row; gives it back with its AutoInc columns filled. A row that is there already is not added
    /// twice. Panics when a unique column clashes: `try_insert` says so instead.
    Row insert(Row row, const std::source_location& where = std::source_location::current()) const {
        return detail::row_or_stop<T>(try_insert(std::move(row)), "insert into", where);
    }

    /// Adds a row; says why not.
    Result<Row, Errno> try_insert(Row row) const {
        check_writable();
        return detail::write_row<T>(std::move(row), [](u8* bytes, u32* count) {
            return host::stele_insert(detail::table_id<T>(), bytes, count);
        });
    }

    /// Deletes the row that is equal to this one; whether it was there.
    bool erase(const Row& row) const {
        check_writable();
        Writer& bytes = detail::scratch<0>();
        bytes.put_u32(1);
        Codec<Row>::write(bytes, row);
        u32 count = 0;
        detail::require_ok(host::stele_delete_rows(detail::table_id<T>(), bytes.data(),
                                                   static_cast<u32>(bytes.size()), &count),
                           "delete from", T::name);
        return count > 0;
    }

    /// Deletes all rows; how many there were.
    u64 clear() const {
        check_writable();
        u64 count = 0;
        detail::require_ok(host::stele_clear(detail::table_id<T>(), &count), "clear", T::name);
        return count;
    }

    /// The index on exactly these columns.
    template <auto... Columns>
    auto by() const {
        using Found = detail::FindIndex<detail::ByColumns<Columns...>, typename T::Indexes>::type;
        static_assert(!std::is_void_v<Found>,
                      "stele: the table has no index on exactly these columns; declare it in STELE_TABLE");
        return Index<T, Found, Rights>();
    }

    /// The index that was declared with this name.
    template <FixedString Name>
    auto by() const {
        using Found = detail::FindIndex<detail::ByName<Name>, typename T::Indexes>::type;
        static_assert(!std::is_void_v<Found>,
                      "stele: the table has no index of this name; declare it in STELE_TABLE with Named");
        return Index<T, Found, Rights>();
    }

private:
    static void check_writable() {
        static_assert(Rights == Access::ReadWrite, "stele: a view only reads tables");
    }
};

/// All tables of the module, within one transaction.
template <Access Rights>
class Db {
public:
    template <class T>
    TableHandle<T, Rights> operator[](const T&) const {
        static_assert(requires { typename T::Indexes; }, "stele: db[...] takes a table declared with STELE_TABLE");
        return {};
    }
};

}  // namespace stele
