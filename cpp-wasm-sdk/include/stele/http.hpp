/// HTTP: requests to other servers, and answers to those that come in.
#pragma once

#include "stele/sources.hpp"

namespace stele {

/// What follows the name of a method; the standard ones have their own alternatives.
struct HttpMethod : std::variant<Unit, Unit, Unit, Unit, Unit, Unit, Unit, Unit, Unit, std::string> {
    using variant::variant;

    enum Standard : u8 { Get, Head, Post, Put, Delete, Connect, Options, Trace, Patch };

    HttpMethod(Standard standard) { assign(standard, std::make_index_sequence<9>()); }

    std::string text() const {
        constexpr std::string_view NAMES[] = {"GET",     "HEAD",    "POST",  "PUT",  "DELETE",
                                              "CONNECT", "OPTIONS", "TRACE", "PATCH"};
        return index() < 9 ? std::string(NAMES[index()]) : std::get<9>(*this);
    }

private:
    template <std::size_t... I>
    void assign(u8 tag, std::index_sequence<I...>) {
        (void)((tag == I && (this->emplace<I>(), true)) || ...);
    }
};
STELE_SUM(HttpMethod, Get, Head, Post, Put, Delete, Connect, Options, Trace, Patch, Extension)

enum class HttpVersion { Http09, Http10, Http11, Http2, Http3 };
STELE_ENUM(HttpVersion, Http09, Http10, Http11, Http2, Http3)

struct HttpHeader {
    std::string name;
    std::vector<u8> value;

    static HttpHeader of(std::string name, std::string_view text) {
        return {std::move(name), {text.begin(), text.end()}};
    }
    std::string text() const { return {value.begin(), value.end()}; }
};
STELE_TYPE(HttpHeader, name, value)

namespace detail {

/// The wire forms of a request and a response, whose bodies travel apart.
struct HttpHeaders {
    std::vector<HttpHeader> entries;
};
STELE_TYPE(HttpHeaders, entries)

struct RequestHead {
    HttpMethod method;
    HttpHeaders headers;
    std::optional<TimeDuration> timeout;
    std::string uri;
    HttpVersion version = HttpVersion::Http11;
};
STELE_TYPE(RequestHead, method, headers, timeout, uri, version)

struct ResponseHead {
    HttpHeaders headers;
    HttpVersion version = HttpVersion::Http11;
    u16 code = 200;
};
STELE_TYPE(ResponseHead, headers, version, code)

inline const HttpHeader* find_header(const std::vector<HttpHeader>& headers, std::string_view name) {
    const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
    for (const HttpHeader& header : headers) {
        if (std::ranges::equal(header.name, name, {}, lower, lower)) return &header;
    }
    return nullptr;
}

}  // namespace detail

struct HttpRequest {
    HttpMethod method = HttpMethod::Get;
    std::string uri = {};
    std::vector<HttpHeader> headers = {};
    std::vector<u8> body = {};
    /// The host's own limit when missing.
    std::optional<TimeDuration> timeout = {};
    HttpVersion version = HttpVersion::Http11;

    /// The first header of this name in any case, or null.
    const HttpHeader* header(std::string_view name) const { return detail::find_header(headers, name); }
    std::string body_text() const { return {body.begin(), body.end()}; }
};

struct HttpResponse {
    u16 code = 200;
    std::vector<HttpHeader> headers = {};
    std::vector<u8> body = {};
    HttpVersion version = HttpVersion::Http11;

    static HttpResponse of_text(std::string_view text, u16 code = 200) {
        HttpResponse response;
        response.code = code;
        response.body.assign(text.begin(), text.end());
        return response;
    }

    const HttpHeader* header(std::string_view name) const { return detail::find_header(headers, name); }
    std::string body_text() const { return {body.begin(), body.end()}; }
};

/// Sends requests from procedures and handlers; every status that a server answers is a success.
class HttpClient {
public:
    /// The answer, or why there is none.
    Result<HttpResponse> send(const HttpRequest& request) const {
        const std::vector<u8> head =
            encode(detail::RequestHead{request.method, {request.headers}, request.timeout, request.uri, request.version});
        // The host wants an address also for a body without bytes.
        static const u8 nothing = 0;
        u32 sources[2] = {0, 0};
        const auto code = static_cast<Errno>(host::stele_http_request(
            head.data(), static_cast<u32>(head.size()), request.body.empty() ? &nothing : request.body.data(),
            static_cast<u32>(request.body.size()), sources));
        if (code == Errno::HttpError) {
            const std::string bytes = detail::read_text(sources[0]);
            const auto text = decode<std::string>({reinterpret_cast<const u8*>(bytes.data()), bytes.size()});
            return Failure<std::string>{text.value_or("the HTTP request failed")};
        }
        if (code != Errno::Ok) return Failure<std::string>{std::string(meaning(code))};
        Writer bytes;
        detail::read_source(sources[0], bytes);
        std::optional<detail::ResponseHead> answer = decode<detail::ResponseHead>(bytes.span());
        if (!answer) return fail("the HTTP response could not be decoded");
        HttpResponse response{answer->code, std::move(answer->headers.entries), {}, answer->version};
        detail::read_source(sources[1], bytes);
        response.body.assign(bytes.data(), bytes.data() + bytes.size());
        return response;
    }

    Result<HttpResponse> get(std::string uri) const { return send({.uri = std::move(uri)}); }
};

}  // namespace stele
