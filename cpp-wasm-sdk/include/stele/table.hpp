/// What a table is: its row type, its name, and its options.
///
///     STELE_TABLE(people, Person, stele::Public,
///                 stele::PrimaryKey<&Person::id>, stele::AutoInc<&Person::id>,
///                 stele::Unique<&Person::email>, stele::BTree<&Person::age>,
///                 stele::Named<"by_place", stele::BTree<&Person::country, &Person::city>>)
#pragma once

#include "stele/codec.hpp"

#include <array>
#include <tuple>

namespace stele {

/// Everybody may read the table; without it only the module and the owner.
struct Public {};

/// Rows live only in the transaction that inserts them, and reach the subscribers.
struct Event {};

/// The column that identifies a row. Makes it unique and gives it an index.
template <auto Column>
struct PrimaryKey {};

/// No two rows have the same value here. Gives the column an index.
template <auto Column>
struct Unique {};

/// The database fills the column with the next number where a row is inserted with 0.
template <auto Column>
struct AutoInc {};

enum class IndexKind : u8 { BTree = 0, Hash = 1, Direct = 2 };

/// An ordered index: whole keys, first columns of a key, and ranges.
template <auto... Columns>
struct BTree {
    static constexpr IndexKind kind = IndexKind::BTree;
};

/// An index for whole keys.
template <auto... Columns>
struct Hash {
    static constexpr IndexKind kind = IndexKind::Hash;
};

/// An ordered index for small dense numbers (u8 to u64) and enums.
template <auto Column>
struct Direct {
    static constexpr IndexKind kind = IndexKind::Direct;
};

/// An index under a name of its own, by which `by<"name">()` finds it.
template <FixedString Name, class Index>
struct Named {};

namespace detail {

/// A column of a key: integers, bool, text, enums and the special types with one number.
template <class T>
concept KeyColumn =
    Integer<T> || std::same_as<T, bool> || std::same_as<T, std::string> || Enum<T> || std::same_as<T, Identity> ||
    std::same_as<T, ConnectionId> || std::same_as<T, Uuid> || std::same_as<T, Timestamp> ||
    std::same_as<T, TimeDuration>;

inline constexpr std::size_t NO_COLUMN = static_cast<std::size_t>(-1);

template <auto A, auto B>
consteval bool is_same_member() {
    if constexpr (std::same_as<decltype(A), decltype(B)>) {
        return A == B;
    } else {
        return false;
    }
}

template <auto Column, FixedString Name, class... Fields>
consteval std::size_t position_in(ProductOf<Name, Fields...>) {
    std::size_t i = 0;
    const bool is_found = (... || (is_same_member<Fields::member, Column>() || (i++, false)));
    return is_found ? i : NO_COLUMN;
}

/// The position of a column among a row's fields.
template <class Row, auto Column>
consteval std::size_t position() {
    static_assert(std::same_as<OwnerOf<Column>, Row>,
                  "stele: the column belongs to another type than the table's rows");
    constexpr std::size_t at = position_in<Column>(Reflection<Row>{});
    static_assert(at != NO_COLUMN, "stele: the column is not listed in the STELE_TYPE of the row");
    return at;
}

template <FixedString Name, class... Fields>
consteval auto field_names(ProductOf<Name, Fields...>) {
    return std::array<std::string_view, sizeof...(Fields)>{Fields::name...};
}

/// The names at some positions, with underscores between them.
[[gnu::noinline, gnu::cold]] inline std::string joined_names(const std::string_view* names, const u16* positions,
                                                             std::size_t count) {
    std::string text;
    for (std::size_t i = 0; i < count; i++) {
        if (i > 0) text += '_';
        text += names[positions[i]];
    }
    return text;
}

[[gnu::noinline, gnu::cold]] inline std::string index_name(std::string_view table, std::string_view columns,
                                                           IndexKind kind) {
    constexpr std::string_view KINDS[] = {"_idx_btree", "_idx_hash", "_idx_direct"};
    std::string text(table);
    text += '_';
    text += columns;
    text += KINDS[static_cast<std::size_t>(kind)];
    return text;
}

/// An index of a table: its columns, and whether its key is unique.
template <FixedString Accessor, class RowT, IndexKind Kind, bool IsUnique, auto... Columns>
struct IndexOf {
    using Row = RowT;
    using Key = std::tuple<ValueOf<Columns>...>;
    static constexpr IndexKind kind = Kind;
    static constexpr bool is_unique = IsUnique;
    static constexpr std::size_t size = sizeof...(Columns);
    static constexpr std::array<u16, sizeof...(Columns)> positions{
        static_cast<u16>(position<RowT, Columns>())...};

    static_assert(sizeof...(Columns) > 0, "stele: an index needs a column");
    static_assert((KeyColumn<ValueOf<Columns>> && ...),
                  "stele: an index column is an integer, a bool, a string, an enum, or one of Identity, "
                  "ConnectionId, Uuid, Timestamp, TimeDuration");
    static_assert(Kind != IndexKind::Direct ||
                      ((Enum<ValueOf<Columns>> ||
                        (SmallInteger<ValueOf<Columns>> && !is_signed_integer<ValueOf<Columns>>)) &&
                       ...),
                  "stele: a direct index is for u8, u16, u32, u64 and enums");

    /// The name by which clients and the author know the index.
    static std::string accessor() {
        if constexpr (Accessor.view().empty()) {
            return columns_text();
        } else {
            return std::string(Accessor.view());
        }
    }

    /// The name by which the host knows the index: table_columns_idx_kind.
    static std::string name(std::string_view table) { return index_name(table, columns_text(), Kind); }

    template <auto... Wanted>
    static consteval bool has_columns() {
        if constexpr (sizeof...(Wanted) == sizeof...(Columns)) {
            return (is_same_member<Columns, Wanted>() && ...);
        } else {
            return false;
        }
    }

    static consteval bool has_name(std::string_view wanted) { return Accessor.view() == wanted; }

private:
    static std::string columns_text() {
        static constexpr auto NAMES = field_names(Reflection<RowT>{});
        return joined_names(NAMES.data(), positions.data(), size);
    }
};

template <class... Indexes>
struct IndexList {};

template <class... A, class... B>
constexpr IndexList<A..., B...> operator+(IndexList<A...>, IndexList<B...>) {
    return {};
}

template <auto Column, class Option>
inline constexpr bool indexes_only = false;
template <auto Column, auto Only>
inline constexpr bool indexes_only<Column, BTree<Only>> = is_same_member<Column, Only>();
template <auto Column, auto Only>
inline constexpr bool indexes_only<Column, Hash<Only>> = is_same_member<Column, Only>();
template <auto Column, auto Only>
inline constexpr bool indexes_only<Column, Direct<Only>> = is_same_member<Column, Only>();
template <auto Column, FixedString Name, class Index>
inline constexpr bool indexes_only<Column, Named<Name, Index>> = indexes_only<Column, Index>;

template <class Option, auto Column>
inline constexpr bool makes_unique = false;
template <auto Same, auto Column>
inline constexpr bool makes_unique<PrimaryKey<Same>, Column> = is_same_member<Same, Column>();
template <auto Same, auto Column>
inline constexpr bool makes_unique<Unique<Same>, Column> = is_same_member<Same, Column>();

template <class>
inline constexpr bool is_primary_key = false;
template <auto Column>
inline constexpr bool is_primary_key<PrimaryKey<Column>> = true;

/// What one option adds to the table's unique columns.
template <class Row, class Option>
struct UniqueColumnOf {
    static constexpr bool is_there = false;
};
template <class Row, auto Column>
struct UniqueColumnOf<Row, PrimaryKey<Column>> {
    static constexpr bool is_there = true;
    static constexpr u16 at = position<Row, Column>();
};
template <class Row, auto Column>
struct UniqueColumnOf<Row, Unique<Column>> : UniqueColumnOf<Row, PrimaryKey<Column>> {};

/// What one option adds to the table's sequences.
template <class Row, class Option>
struct SequenceOf {
    static constexpr bool is_there = false;
};
template <class Row, auto Column>
struct SequenceOf<Row, AutoInc<Column>> {
    static_assert(Integer<ValueOf<Column>>, "stele: an AutoInc column is an integer");
    static constexpr bool is_there = true;
    static constexpr u16 at = position<Row, Column>();
};

template <class Row, bool IsUnique, FixedString Name, class Option>
struct ExplicitIndex;
template <class Row, bool IsUnique, FixedString Name, auto... Columns>
struct ExplicitIndex<Row, IsUnique, Name, BTree<Columns...>> {
    using Type = IndexOf<Name, Row, IndexKind::BTree, IsUnique, Columns...>;
};
template <class Row, bool IsUnique, FixedString Name, auto... Columns>
struct ExplicitIndex<Row, IsUnique, Name, Hash<Columns...>> {
    using Type = IndexOf<Name, Row, IndexKind::Hash, IsUnique, Columns...>;
};
template <class Row, bool IsUnique, FixedString Name, auto Column>
struct ExplicitIndex<Row, IsUnique, Name, Direct<Column>> {
    using Type = IndexOf<Name, Row, IndexKind::Direct, IsUnique, Column>;
};
template <class Row, bool IsUnique, FixedString Ignored, FixedString Name, class Index>
struct ExplicitIndex<Row, IsUnique, Ignored, Named<Name, Index>> : ExplicitIndex<Row, IsUnique, Name, Index> {};

/// The index of a unique column: the author's own when there is one, else an ordered one.
template <class Row, auto Column, class... Options>
struct UniqueIndex {
    using Type = IndexOf<"", Row, IndexKind::BTree, true, Column>;
};
template <class Row, auto Column, class Option, class... Options>
struct UniqueIndex<Row, Column, Option, Options...>
    : std::conditional_t<indexes_only<Column, Option>, ExplicitIndex<Row, true, "", Option>,
                         UniqueIndex<Row, Column, Options...>> {};

template <class Option>
inline constexpr bool is_option = false;
template <>
inline constexpr bool is_option<Public> = true;
template <>
inline constexpr bool is_option<Event> = true;
template <auto Column>
inline constexpr bool is_option<PrimaryKey<Column>> = true;
template <auto Column>
inline constexpr bool is_option<Unique<Column>> = true;
template <auto Column>
inline constexpr bool is_option<AutoInc<Column>> = true;

template <class Option>
inline constexpr bool is_index = false;
template <auto... Columns>
inline constexpr bool is_index<BTree<Columns...>> = true;
template <auto... Columns>
inline constexpr bool is_index<Hash<Columns...>> = true;
template <auto Column>
inline constexpr bool is_index<Direct<Column>> = true;
template <FixedString Name, class Index>
inline constexpr bool is_index<Named<Name, Index>> = is_index<Index>;

template <class Row, class Option, class... All>
struct UniqueIndexesOf {
    using Type = IndexList<>;
};
template <class Row, auto Column, class... All>
struct UniqueIndexesOf<Row, PrimaryKey<Column>, All...> {
    using Type = IndexList<typename UniqueIndex<Row, Column, All...>::Type>;
};
template <class Row, auto Column, class... All>
struct UniqueIndexesOf<Row, Unique<Column>, All...> : UniqueIndexesOf<Row, PrimaryKey<Column>, All...> {};

/// Whether an option indexes just a column that another option makes unique: its index is that one's.
template <class Option, class... All>
inline constexpr bool is_of_unique_column = false;
template <auto Only, class... All>
inline constexpr bool is_of_unique_column<BTree<Only>, All...> = (makes_unique<All, Only> || ...);
template <auto Only, class... All>
inline constexpr bool is_of_unique_column<Hash<Only>, All...> = (makes_unique<All, Only> || ...);
template <auto Only, class... All>
inline constexpr bool is_of_unique_column<Direct<Only>, All...> = (makes_unique<All, Only> || ...);
template <FixedString Name, class Index, class... All>
inline constexpr bool is_of_unique_column<Named<Name, Index>, All...> = is_of_unique_column<Index, All...>;

template <class Row, class Option, class... All>
struct OtherIndexesOf {
    using Type = IndexList<>;
};
template <class Row, class Option, class... All>
    requires(is_index<Option> && !is_of_unique_column<Option, All...>)
struct OtherIndexesOf<Row, Option, All...> {
    using Type = IndexList<typename ExplicitIndex<Row, false, "", Option>::Type>;
};

}  // namespace detail

/// A table of rows of type RowT. STELE_TABLE declares one.
template <class RowT, FixedString Name, class... Options>
struct Table {
    static_assert(Product<RowT>, "stele: the row type of a table is a struct declared with STELE_TYPE");
    static_assert(((detail::is_option<Options> || detail::is_index<Options>) && ...),
                  "stele: table options are Public, Event, PrimaryKey, Unique, AutoInc, BTree, Hash, Direct and "
                  "Named<\"name\", index>");
    static_assert((0 + ... + detail::is_primary_key<Options>) <= 1, "stele: a table has at most one PrimaryKey");

    using Row = RowT;
    /// The unique columns' indexes first, then the others, each in the order of the options.
    using Indexes = decltype((detail::IndexList<>{} + ... +
                              typename detail::UniqueIndexesOf<RowT, Options, Options...>::Type{}) +
                             (detail::IndexList<>{} + ... +
                              typename detail::OtherIndexesOf<RowT, Options, Options...>::Type{}));
    static constexpr std::string_view name = Name.view();
    static constexpr bool is_public = (std::same_as<Options, Public> || ...);
    static constexpr bool is_event = (std::same_as<Options, Event> || ...);
    static constexpr bool has_sequence = (detail::SequenceOf<RowT, Options>::is_there || ...);

    /// Calls f with the position of the primary key, when there is one.
    template <class F>
    static constexpr void primary_key(F&& f) {
        (
            [&] {
                if constexpr (detail::is_primary_key<Options>) f(detail::UniqueColumnOf<RowT, Options>::at);
            }(),
            ...);
    }

    /// Calls f with the position of each unique column.
    template <class F>
    static constexpr void unique_columns(F&& f) {
        (
            [&] {
                if constexpr (detail::UniqueColumnOf<RowT, Options>::is_there) {
                    f(detail::UniqueColumnOf<RowT, Options>::at);
                }
            }(),
            ...);
    }

    static consteval bool is_auto_inc(std::size_t at) {
        bool is_found = false;
        (
            [&] {
                if constexpr (detail::SequenceOf<RowT, Options>::is_there) {
                    is_found |= detail::SequenceOf<RowT, Options>::at == at;
                }
            }(),
            ...);
        return is_found;
    }
};

}  // namespace stele
