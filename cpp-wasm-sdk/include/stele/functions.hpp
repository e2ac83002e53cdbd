/// The author's functions, made callable for the host.
#pragma once

#include "stele/module_def.hpp"
#include "stele/query.hpp"

#include <tuple>

namespace stele::detail {

/// The parts of a function's type.
template <class F>
struct Signature {
    static constexpr bool is_known = false;
};
template <class R, class C, class... P>
struct Signature<R (*)(C&, P...)> {
    static constexpr bool is_known = true;
    using Returned = R;
    using Context = std::remove_const_t<C>;
    using Params = std::tuple<std::remove_cvref_t<P>...>;
    static constexpr std::size_t arity = sizeof...(P);
};

template <class S, class... Contexts>
concept TakesContext = S::is_known && (std::same_as<typename S::Context, Contexts> || ...);

template <class Params, FixedString... Names, std::size_t... I>
[[gnu::cold]] void describe_params(Typespace& types, Writer& out, std::index_sequence<I...>) {
    out.put_u32(static_cast<u32>(sizeof...(I)));
    ((put_name(out, Names.view()), Codec<std::tuple_element_t<I, Params>>::describe(types, out)), ...);
}

/// The arguments of a call, or the end of it.
template <class Params, std::size_t... I>
Params read_params(Reader& in, std::string_view name, std::index_sequence<I...>) {
    Params params;
    (Codec<std::tuple_element_t<I, Params>>::read(in, std::get<I>(params)), ...);
    if (in.failed()) panic("the arguments of {} could not be decoded", name);
    return params;
}

template <auto F, class Context>
auto apply_to(Context& context, Reader& in, std::string_view name) {
    using S = Signature<decltype(F)>;
    auto params = read_params<typename S::Params>(in, name, std::make_index_sequence<S::arity>());
    return std::apply(
        [&context](auto&... values) {
            if constexpr (std::is_void_v<typename S::Returned>) {
                F(context, std::move(values)...);
                return Unit{};
            } else {
                return F(context, std::move(values)...);
            }
        },
        params);
}

template <auto F, FixedString Name, FixedString... Names>
struct Reducer {
    using S = Signature<decltype(F)>;
    static_assert(TakesContext<S, ReducerContext>,
                  "stele: a reducer is a function void f(stele::ReducerContext&, arguments...), or one that returns "
                  "stele::Result<>");
    static_assert(S::arity == sizeof...(Names),
                  "stele: STELE_REDUCER(f, ...) wants one name for each parameter behind the context");
    static_assert(std::is_void_v<typename S::Returned> || std::same_as<typename S::Returned, Result<>>,
                  "stele: a reducer returns void or stele::Result<>");

    static Result<> call(const Call& call, Reader& in) {
        ReducerContext context(call);
        return apply_to<F>(context, in, Name.view());
    }
    static void params(Typespace& types, Writer& out) {
        describe_params<typename S::Params, Names...>(types, out, std::make_index_sequence<S::arity>());
    }
    static Entry entry() {
        return Entry(Entry::Kind::Reducer, Name.view(), "", 0, &describe_reducer<params>, {.reducer = &call});
    }
};

template <auto F, FixedString Name, FixedString... Names>
struct Procedure {
    using S = Signature<decltype(F)>;
    static_assert(TakesContext<S, ProcedureContext>,
                  "stele: a procedure is a function T f(stele::ProcedureContext&, arguments...)");
    static_assert(S::arity == sizeof...(Names),
                  "stele: STELE_PROCEDURE(f, ...) wants one name for each parameter behind the context");
    using Returned = std::conditional_t<std::is_void_v<typename S::Returned>, Unit, typename S::Returned>;

    static void call(const Call& call, Reader& in, Writer& out) {
        ProcedureContext context(call);
        Codec<Returned>::write(out, apply_to<F>(context, in, Name.view()));
    }
    static void params(Typespace& types, Writer& out) {
        describe_params<typename S::Params, Names...>(types, out, std::make_index_sequence<S::arity>());
    }
    static Entry entry() {
        return Entry(Entry::Kind::Procedure, Name.view(), "", 0, &describe_procedure<params, Returned>,
                     {.procedure = &call});
    }
};

/// What a view may return: the type for the host, and the bytes of a result.
template <class T>
struct ViewResult {
    static constexpr bool is_known = false;
};
template <Product Row>
struct ViewResult<std::vector<Row>> {
    using RowType = Row;
    static constexpr bool is_known = true;
    static void describe(Typespace& types, Writer& out) { Codec<std::vector<Row>>::describe(types, out); }
    static void write(Writer& out, const std::vector<Row>& rows) {
        out.put_u8(0);  // rows follow
        Codec<std::vector<Row>>::write(out, rows);
    }
};
template <Product Row>
struct ViewResult<std::optional<Row>> {
    using RowType = Row;
    static constexpr bool is_known = true;
    static void describe(Typespace& types, Writer& out) { Codec<std::optional<Row>>::describe(types, out); }
    static void write(Writer& out, const std::optional<Row>& row) {
        out.put_u8(0);
        out.put_u32(row ? 1 : 0);
        if (row) Codec<Row>::write(out, *row);
    }
};
template <Product Row>
struct ViewResult<Query<Row>> {
    using RowType = Row;
    static constexpr bool is_known = true;
    static void describe(Typespace& types, Writer& out) {
        begin_product(out, 1);
        put_name(out, "__query__");
        Codec<Row>::describe(types, out);
    }
    static void write(Writer& out, const Query<Row>& query) {
        out.put_u8(1);  // SQL follows
        out.put_string(query.sql);
    }
};

template <auto F, FixedString Name, FixedString... Names>
struct View {
    using S = Signature<decltype(F)>;
    static_assert(TakesContext<S, ViewContext, AnonymousViewContext>,
                  "stele: a view is a function f(stele::ViewContext&, arguments...) or "
                  "f(stele::AnonymousViewContext&, arguments...)");
    static_assert(S::arity == sizeof...(Names),
                  "stele: STELE_VIEW(f, ...) wants one name for each parameter behind the context");
    using Returned = ViewResult<typename S::Returned>;
    static_assert(Returned::is_known,
                  "stele: a view returns std::vector<T>, std::optional<T> or stele::Query<T>, T declared with STELE_TYPE");
    static constexpr bool is_anonymous = std::same_as<typename S::Context, AnonymousViewContext>;

    static void call(Identity sender, Reader& in, Writer& out) {
        if constexpr (is_anonymous) {
            AnonymousViewContext context;
            Returned::write(out, apply_to<F>(context, in, Name.view()));
        } else {
            ViewContext context(sender);
            Returned::write(out, apply_to<F>(context, in, Name.view()));
        }
    }
    static void params(Typespace& types, Writer& out) {
        describe_params<typename S::Params, Names...>(types, out, std::make_index_sequence<S::arity>());
    }
    static Entry entry() {
        return Entry(is_anonymous ? Entry::Kind::AnonymousView : Entry::Kind::View, Name.view(), "", 0,
                     &describe_view<params, Returned::describe>, {.view = &call});
    }
};

template <auto F, FixedString Name>
struct Handler {
    static HttpResponse call(Timestamp now, HttpRequest request) {
        using S = Signature<decltype(F)>;
        static_assert(TakesContext<S, HandlerContext> && std::same_as<typename S::Params, std::tuple<HttpRequest>> &&
                          std::same_as<typename S::Returned, HttpResponse>,
                      "stele: a handler is a function stele::HttpResponse f(stele::HandlerContext&, "
                      "stele::HttpRequest)");
        HandlerContext context(now);
        return F(context, std::move(request));
    }
    static Entry entry() {
        return Entry(Entry::Kind::Handler, Name.view(), "", 0, nullptr, {.handler = &call});
    }
};

template <class T>
Entry table_entry() {
    return Entry(Entry::Kind::Table, T::name, "", 0, &describe_table<T>, {});
}

/// The position of the only column of this type; NO_COLUMN when there is none, or more than one.
template <class Wanted, FixedString Name, class... Fields>
consteval std::size_t only_column(ProductOf<Name, Fields...>) {
    std::size_t found = NO_COLUMN;
    std::size_t count = 0;
    std::size_t at = 0;
    ((std::same_as<typename Fields::Type, Wanted> ? (found = at++, count++) : at++), ...);
    return count == 1 ? found : NO_COLUMN;
}

template <class T>
consteval bool has_u64_key() {
    bool is_u64 = false;
    T::primary_key([&is_u64](u16 at) {
        std::size_t i = 0;
        each_field(Reflection<typename T::Row>{}, [&]<class F>(F) {
            if (i++ == at) is_u64 = std::same_as<typename F::Type, u64>;
        });
    });
    return is_u64;
}

template <class T, auto F, FixedString Function>
Entry schedule_entry() {
    using S = Signature<decltype(F)>;
    static_assert(TakesContext<S, ReducerContext, ProcedureContext> &&
                      std::same_as<typename S::Params, std::tuple<typename T::Row>>,
                  "stele: a scheduled function takes its context and a row of the table");
    constexpr std::size_t at = only_column<ScheduleAt>(Reflection<typename T::Row>{});
    static_assert(at != NO_COLUMN, "stele: a scheduled table has exactly one column of type stele::ScheduleAt");
    static_assert(has_u64_key<T>(), "stele: a scheduled table has a primary key of type u64");
    return Entry(Entry::Kind::Schedule, T::name, Function.view(), static_cast<u16>(at), nullptr, {});
}

template <auto F, class Row>
constexpr bool view_returns_rows_with() {
    return std::same_as<typename ViewResult<typename Signature<decltype(F)>::Returned>::RowType, Row>;
}

enum class Event : u16 { Init = 0, ClientConnected = 1, ClientDisconnected = 2 };

template <auto F, FixedString Name>
Entry lifecycle_entry(Event event) {
    static_assert(Signature<decltype(F)>::arity == 0, "stele: a lifecycle reducer takes its context alone");
    return Entry(Entry::Kind::Lifecycle, Name.view(), "", static_cast<u16>(event), nullptr, {});
}

}  // namespace stele::detail
