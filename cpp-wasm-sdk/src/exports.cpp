/// The functions that the host calls. They are the same in every module; stele_add_module compiles them into it.

#include "stele/module_def.hpp"

using namespace stele;
using detail::Entry;
using detail::Registry;

#if defined(__wasm__)
#define STELE_EXPORT(name) extern "C" __attribute__((export_name(#name), used))
#else
#define STELE_EXPORT(name) extern "C"
#endif

namespace {

/// What a function returns to the host.
constexpr u16 SUCCESS = 0;
constexpr u16 USER_ERROR = 1;
/// A view's result begins with a header.
constexpr u16 WITH_HEADER = 2;

Identity identity_of(u64 a, u64 b, u64 c, u64 d) { return {u256::of_words({a, b, c, d})}; }

Call call_of(const Identity& sender, u64 connection_low, u64 connection_high, u64 micros) {
    const ConnectionId connection{static_cast<u128>(connection_high) << 64 | connection_low};
    return {sender, connection.value == 0 ? std::nullopt : std::optional(connection),
            Timestamp(static_cast<i64>(micros))};
}

/// The bytes of a call's arguments; kept for the next call.
Writer& arguments(u32 source) {
    static Writer bytes;
    detail::read_source(source, bytes);
    return bytes;
}

u16 send_view(const Entry& view, const Identity& sender, u32 args, u32 sink) {
    Reader in(arguments(args).span());
    Writer out;
    view.function.view(sender, in, out);
    detail::write_sink(sink, out.data(), out.size());
    return WITH_HEADER;
}

}  // namespace

STELE_EXPORT(__describe_module__) void stele_describe_module(u32 sink) {
    Writer out;
    detail::ModuleDef::describe(out);
    detail::write_sink(sink, out.data(), out.size());
}

STELE_EXPORT(__call_reducer__)
u16 stele_call_reducer(u32 id, u64 sender_0, u64 sender_1, u64 sender_2, u64 sender_3, u64 connection_0,
                       u64 connection_1, u64 micros, u32 args, u32 error) {
    const Entry& reducer = Registry::instance().function<Entry::Kind::Reducer>(id);
    Reader in(arguments(args).span());
    const Result<> result = reducer.function.reducer(
        call_of(identity_of(sender_0, sender_1, sender_2, sender_3), connection_0, connection_1, micros), in);
    if (result) return SUCCESS;
    const std::string& text = result.error();
    detail::write_sink(error, reinterpret_cast<const u8*>(text.data()), text.size());
    return USER_ERROR;
}

STELE_EXPORT(__call_procedure__)
u16 stele_call_procedure(u32 id, u64 sender_0, u64 sender_1, u64 sender_2, u64 sender_3, u64 connection_0,
                         u64 connection_1, u64 micros, u32 args, u32 sink) {
    const Entry& procedure = Registry::instance().function<Entry::Kind::Procedure>(id);
    // Not shared with other calls: a procedure may stand still while reducers run.
    Writer bytes;
    detail::read_source(args, bytes);
    Reader in(bytes.span());
    Writer out;
    procedure.function.procedure(
        call_of(identity_of(sender_0, sender_1, sender_2, sender_3), connection_0, connection_1, micros), in, out);
    detail::write_sink(sink, out.data(), out.size());
    return SUCCESS;
}

STELE_EXPORT(__call_view__)
u16 stele_call_view(u32 id, u64 sender_0, u64 sender_1, u64 sender_2, u64 sender_3, u32 args, u32 sink) {
    return send_view(Registry::instance().function<Entry::Kind::View>(id),
                     identity_of(sender_0, sender_1, sender_2, sender_3), args, sink);
}

STELE_EXPORT(__call_view_anon__) u16 stele_call_view_anonymous(u32 id, u32 args, u32 sink) {
    return send_view(Registry::instance().function<Entry::Kind::AnonymousView>(id), {}, args, sink);
}

STELE_EXPORT(__call_http_handler__)
u16 stele_call_http_handler(u32 id, u64 micros, u32 request_source, u32 body_source, u32 sink, u32 body_sink) {
    const Entry& handler = Registry::instance().function<Entry::Kind::Handler>(id);
    Writer bytes;
    detail::read_source(request_source, bytes);
    std::optional<detail::RequestHead> head = decode<detail::RequestHead>(bytes.span());
    if (!head) panic("the HTTP request for {} could not be decoded", handler.name);
    detail::read_source(body_source, bytes);
    HttpRequest request{head->method,
                        std::move(head->uri),
                        std::move(head->headers.entries),
                        {bytes.data(), bytes.data() + bytes.size()},
                        head->timeout,
                        head->version};
    HttpResponse response = handler.function.handler(Timestamp(static_cast<i64>(micros)), std::move(request));
    const std::vector<u8> out =
        encode(detail::ResponseHead{{std::move(response.headers)}, response.version, response.code});
    detail::write_sink(sink, out.data(), out.size());
    detail::write_sink(body_sink, response.body.data(), response.body.size());
    return SUCCESS;
}

#if defined(_LIBCPP_VERSION)
/// What the standard library calls when it finds itself misused; without this it would print, which nobody reads.
#if !defined(_LIBCPP_VERBOSE_ABORT_NOEXCEPT)
#define _LIBCPP_VERBOSE_ABORT_NOEXCEPT
#endif
[[noreturn]] void std::__libcpp_verbose_abort(const char* text, ...) _LIBCPP_VERBOSE_ABORT_NOEXCEPT {
    panic("the C++ library stopped the call: {}", std::string_view(text));
}
#endif
