/// The declarations of a module. Each stands behind what it declares, at namespace scope.
#pragma once

#include "stele/functions.hpp"

#define STELE_ENTRY(name, ...) [[maybe_unused]] inline const ::stele::detail::Entry name = __VA_ARGS__

/// A table: its name, its row type, its options.
///
///     STELE_TABLE(people, Person, stele::Public, stele::PrimaryKey<&Person::id>)
///
/// The name is then also an object, for `ctx.db[people]`.
#define STELE_TABLE(name, RowType, ...)                                          \
    struct name##_table : ::stele::Table<RowType, #name __VA_OPT__(, ) __VA_ARGS__> {}; \
    inline constexpr name##_table name{};                                        \
    STELE_ENTRY(stele_table_##name, ::stele::detail::table_entry<name##_table>());

/// The value that a column gets where rows exist already when the column is added.
#define STELE_DEFAULT(table, column, ...)                                                                       \
    STELE_ENTRY(stele_default_##table##_##column,                                                               \
                ::stele::detail::Entry(                                                                         \
                    ::stele::detail::Entry::Kind::Default, #table, "",                                          \
                    static_cast<::stele::u16>(                                                                  \
                        ::stele::detail::position<table##_table::Row, &table##_table::Row::column>()),          \
                    nullptr, {.value = [](::stele::Writer& out) {                                               \
                        using Column = ::stele::detail::ValueOf<&table##_table::Row::column>;                   \
                        ::stele::Codec<Column>::write(out, Column(__VA_ARGS__));                                \
                    }}));

/// A reducer: a function `void f(stele::ReducerContext&, ...)` or `stele::Result<> f(...)`, and the names of its
/// parameters behind the context.
#define STELE_REDUCER(function, ...)     \
    STELE_ENTRY(stele_reducer_##function, \
                ::stele::detail::Reducer<&function, #function STELE_FOR_EACH_COMMA(STELE_QUOTED, , __VA_ARGS__)>::entry());

/// A reducer that runs when the database is made.
#define STELE_INIT(function) STELE_LIFECYCLE(function, Init)
/// A reducer that runs when a client connects; an error of it refuses the connection.
#define STELE_CLIENT_CONNECTED(function) STELE_LIFECYCLE(function, ClientConnected)
/// A reducer that runs when a client has gone.
#define STELE_CLIENT_DISCONNECTED(function) STELE_LIFECYCLE(function, ClientDisconnected)

#define STELE_LIFECYCLE(function, event)   \
    STELE_REDUCER(function)                \
    STELE_ENTRY(stele_lifecycle_##function, \
                ::stele::detail::lifecycle_entry<&function, #function>(::stele::detail::Event::event));

/// A procedure: a function `T f(stele::ProcedureContext&, ...)`, and the names of its parameters.
#define STELE_PROCEDURE(function, ...)     \
    STELE_ENTRY(stele_procedure_##function, \
                ::stele::detail::Procedure<&function, #function STELE_FOR_EACH_COMMA(STELE_QUOTED, , __VA_ARGS__)>::entry());

/// Calls a reducer or procedure with each row of the table when the row's time has come.
#define STELE_SCHEDULE(table, function)          \
    STELE_ENTRY(stele_schedule_##table,          \
                ::stele::detail::schedule_entry<table##_table, &function, #function>());

/// A view: a function of `stele::ViewContext&` or `stele::AnonymousViewContext&`, and the names of its parameters.
#define STELE_VIEW(function, ...)     \
    STELE_ENTRY(stele_view_##function, \
                ::stele::detail::View<&function, #function STELE_FOR_EACH_COMMA(STELE_QUOTED, , __VA_ARGS__)>::entry());

/// The column that identifies a row of a view, so that clients see updates.
#define STELE_VIEW_PRIMARY_KEY(function, RowType, column)                                                   \
    static_assert(::stele::detail::view_returns_rows_with<&function, RowType>(),                            \
                  "stele: the view does not return rows of this type");                                     \
    static_assert(::stele::detail::position<RowType, &RowType::column>() < ::stele::Reflection<RowType>::size); \
    STELE_ENTRY(stele_view_key_##function,                                                                  \
                ::stele::detail::Entry(::stele::detail::Entry::Kind::ViewKey, #function, #column, 0, nullptr, {}));

/// Rows of a table that a client may see, as SQL; `:sender` is the client. Those of one table add up.
#define STELE_CLIENT_VISIBILITY_FILTER(name, sql) \
    STELE_ENTRY(stele_filter_##name,              \
                ::stele::detail::Entry(::stele::detail::Entry::Kind::Filter, #name, sql, 0, nullptr, {}));

/// An HTTP handler: a function `stele::HttpResponse f(stele::HandlerContext&, stele::HttpRequest)`.
#define STELE_HTTP_HANDLER(function) \
    STELE_ENTRY(stele_handler_##function, ::stele::detail::Handler<&function, #function>::entry());

/// Sends requests with a method (Get, Post, ...) and a path to a handler; STELE_HTTP_ROUTE_ANY those with any method.
#define STELE_HTTP_ROUTE(method, path, function)                                                              \
    STELE_ENTRY(STELE_JOIN(stele_route_##method##_##function##_, __LINE__),                                   \
                ::stele::detail::Entry(::stele::detail::Entry::Kind::Route, #function, path,                  \
                                       ::stele::HttpMethod::method, &::stele::detail::describe_route, {}));
#define STELE_HTTP_ROUTE_ANY(path, function)                                                                  \
    STELE_ENTRY(STELE_JOIN(stele_route_any_##function##_, __LINE__),                                          \
                ::stele::detail::Entry(::stele::detail::Entry::Kind::Route, #function, path, 0xFFFF,          \
                                       &::stele::detail::describe_route, {}));

/// Another name for a table or function than the one that the host would make of its name here.
#define STELE_TABLE_NAME(table, canonical) STELE_EXPLICIT_NAME(table, canonical, 0)
#define STELE_FUNCTION_NAME(function, canonical) STELE_EXPLICIT_NAME(function, canonical, 1)
#define STELE_EXPLICIT_NAME(name, canonical, kind) \
    STELE_ENTRY(stele_name_##name,                 \
                ::stele::detail::Entry(::stele::detail::Entry::Kind::ExplicitName, #name, canonical, kind, nullptr, {}));
