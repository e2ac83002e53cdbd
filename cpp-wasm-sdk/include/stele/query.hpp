/// Queries that a view returns instead of rows; the database keeps their results up to date.
///
///     stele::Query<Person> adults(stele::AnonymousViewContext&) {
///         return stele::from(people).where(stele::col<&Person::age> >= 18u);
///     }
#pragma once

#include "stele/table.hpp"
#include "stele/text.hpp"

namespace stele {

/// A query for whole rows of one table, as SQL.
template <class Row>
struct Query {
    std::string sql;
};

/// A condition on the rows of one table; `{table}` stands for its name until the query knows it.
template <class Row>
class Condition {
public:
    explicit Condition(std::string sql) : sql_(std::move(sql)) {}

    std::string on(std::string_view quoted_table) const {
        std::string text;
        std::string_view rest = sql_;
        for (std::size_t at = rest.find(MARK); at != std::string_view::npos; at = rest.find(MARK)) {
            text += rest.substr(0, at);
            text += quoted_table;
            rest.remove_prefix(at + 1);
        }
        return text += rest;
    }

    friend Condition operator&&(const Condition& a, const Condition& b) {
        return Condition("(" + a.sql_ + " AND " + b.sql_ + ")");
    }
    friend Condition operator||(const Condition& a, const Condition& b) {
        return Condition("(" + a.sql_ + " OR " + b.sql_ + ")");
    }

    /// Stands in front of a column where the table's name belongs; no text holds this byte.
    static constexpr char MARK = '\xFF';

private:
    std::string sql_;
};

namespace detail {

inline std::string quoted(std::string_view name) { return '"' + std::string(name) + '"'; }

template <auto Column>
std::string column_name() {
    constexpr auto NAMES = field_names(Reflection<OwnerOf<Column>>{});
    return std::string(NAMES[position<OwnerOf<Column>, Column>()]);
}

template <auto Column>
std::string marked_column() {
    return Condition<OwnerOf<Column>>::MARK + ('.' + quoted(column_name<Column>()));
}

/// A value in SQL; `Column` is what it is compared with.
template <class Column, class Given>
std::string literal(const Given& given) {
    if constexpr (std::same_as<Column, std::string>) {
        static_assert(std::convertible_to<const Given&, std::string_view>, "stele: this column holds text");
        std::string text = "'";
        for (const char c : std::string_view(given)) {
            if (c == '\'') text += c;
            text += c;
        }
        return text += '\'';
    } else {
        static_assert(std::convertible_to<const Given&, Column>, "stele: the column has another type");
        const Column value(given);
        if constexpr (std::same_as<Column, bool>) {
            return value ? "TRUE" : "FALSE";
        } else if constexpr (Integer<Column> || std::floating_point<Column>) {
            return to_text(value);
        } else if constexpr (std::same_as<Column, Identity> || std::same_as<Column, ConnectionId>) {
            return "0x" + value.text();
        } else if constexpr (std::same_as<Column, Uuid>) {
            return "0x" + hex128(value.value);
        } else if constexpr (std::same_as<Column, Timestamp>) {
            return '\'' + value.text() + '\'';
        } else {
            static_assert(always_false<Column>, "stele: columns of this type cannot be compared in a query");
        }
    }
}

template <auto Column>
struct QueryColumn {
    using Value = ValueOf<Column>;
    using Rows = OwnerOf<Column>;
};

template <auto Column, class Given>
Condition<OwnerOf<Column>> compared(std::string_view comparison, const Given& value) {
    std::string sql = marked_column<Column>();
    sql += comparison;
    return Condition<OwnerOf<Column>>(sql + literal<ValueOf<Column>>(value));
}

template <auto Column, class Given>
auto operator==(QueryColumn<Column>, const Given& value) { return compared<Column>(" = ", value); }
template <auto Column, class Given>
auto operator!=(QueryColumn<Column>, const Given& value) { return compared<Column>(" <> ", value); }
template <auto Column, class Given>
auto operator<(QueryColumn<Column>, const Given& value) { return compared<Column>(" < ", value); }
template <auto Column, class Given>
auto operator<=(QueryColumn<Column>, const Given& value) { return compared<Column>(" <= ", value); }
template <auto Column, class Given>
auto operator>(QueryColumn<Column>, const Given& value) { return compared<Column>(" > ", value); }
template <auto Column, class Given>
auto operator>=(QueryColumn<Column>, const Given& value) { return compared<Column>(" >= ", value); }

}  // namespace detail

/// A column in a condition: `col<&Person::age> >= 18u`.
template <auto Column>
inline constexpr detail::QueryColumn<Column> col{};

/// Rows of one table under conditions; becomes a Query where one is wanted.
template <class Row>
class QueryBuilder {
public:
    QueryBuilder(std::string_view table, std::string head, std::string conditions = "")
        : table_(table), head_(std::move(head)), conditions_(std::move(conditions)) {}

    /// Only the rows that satisfy the condition, too.
    QueryBuilder where(const Condition<Row>& condition) const {
        const std::string more = condition.on(detail::quoted(table_));
        return QueryBuilder(table_, head_, conditions_.empty() ? more : conditions_ + " AND " + more);
    }

    /// The rows of the other table for which there is a row here with equal columns.
    template <auto Mine, auto Theirs, class T>
    QueryBuilder<typename T::Row> right_semijoin(const T&) const {
        check_join<Mine, Theirs, Row, typename T::Row>();
        return QueryBuilder<typename T::Row>(T::name, join<Mine, Theirs, T>(T::name), conditions_);
    }

    /// The rows of this table for which there is a row of the other one with equal columns.
    template <auto Mine, auto Theirs, class T>
    QueryBuilder left_semijoin(const T&) const {
        check_join<Mine, Theirs, Row, typename T::Row>();
        return QueryBuilder(table_, join<Mine, Theirs, T>(table_), conditions_);
    }

    std::string sql() const { return conditions_.empty() ? head_ : head_ + " WHERE " + conditions_; }

    operator Query<Row>() const { return {sql()}; }

private:
    template <auto Mine, auto Theirs, class Left, class Right>
    static void check_join() {
        static_assert(std::same_as<detail::OwnerOf<Mine>, Left> && std::same_as<detail::OwnerOf<Theirs>, Right>,
                      "stele: a semijoin wants a column of this table, then one of the other table");
        static_assert(std::same_as<detail::ValueOf<Mine>, detail::ValueOf<Theirs>>,
                      "stele: the joined columns have different types");
    }

    template <auto Mine, auto Theirs, class T>
    std::string join(std::string_view kept) const {
        const std::string mine = detail::quoted(table_);
        const std::string theirs = detail::quoted(T::name);
        const bool is_right = kept == T::name;
        return "SELECT " + detail::quoted(kept) + ".* FROM " + (is_right ? mine : theirs) + " JOIN " +
               (is_right ? theirs : mine) + " ON " + mine + '.' + detail::quoted(detail::column_name<Mine>()) + " = " +
               theirs + '.' + detail::quoted(detail::column_name<Theirs>());
    }

    std::string_view table_;
    std::string head_;
    std::string conditions_;
};

/// A query for the rows of a table.
template <class T>
QueryBuilder<typename T::Row> from(const T&) {
    return QueryBuilder<typename T::Row>(T::name, "SELECT * FROM " + detail::quoted(T::name));
}

}  // namespace stele
