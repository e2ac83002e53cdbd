/// BSATN: how values become bytes and how their types are told to the host.
///
/// | C++ | SATS | bytes |
/// |---|---|---|
/// | bool, u8 .. u256, i8 .. i256, float, double | the same | little-endian, 1 to 32 |
/// | std::string | String | u32 length, UTF-8 |
/// | std::vector<T> | Array | u32 count, elements |
/// | std::optional<T> | Sum(some, none) | tag 0 and value, or tag 1 |
/// | Result<T, E> | Sum(ok, err) | tag and value |
/// | Unit, std::monostate | empty product | none |
/// | struct with STELE_TYPE | Product | its fields |
/// | enum class with STELE_ENUM | Sum of units | tag |
/// | variant with STELE_SUM | Sum | tag and value |
/// | Identity, ConnectionId, Timestamp, TimeDuration, Uuid, ScheduleAt | special types | |
///
/// `Codec<T>` may be specialised for a type of one's own.
#pragma once

#include "stele/bytes.hpp"
#include "stele/reflect.hpp"
#include "stele/result.hpp"
#include "stele/special_types.hpp"
#include "stele/typespace.hpp"
#include "stele/utf8.hpp"

#include <optional>
#include <string>
#include <vector>

namespace stele {

/// Writes, reads and describes values of T. `MIN_BYTES` is the length of the shortest value.
template <class T>
struct Codec {
    static_assert(detail::always_false<T>,
                  "stele: values of this type cannot be stored or passed; use one of the types listed in "
                  "stele/codec.hpp, or declare the type with STELE_TYPE, STELE_ENUM or STELE_SUM");
};

namespace detail {

/// How many elements without bytes a received array may have.
inline constexpr u32 EMPTY_ELEMENTS_MAX = 65'536;

/// A codec of values whose bytes in memory are their bytes in BSATN.
template <class T, TypeTag Type>
struct PlainCodec {
    static constexpr std::size_t MIN_BYTES = sizeof(T);
    static void write(Writer& out, const T& value) { out.put_value(value); }
    static void read(Reader& in, T& value) { value = in.take_value<T>(); }
    [[gnu::cold]] static void describe(Typespace&, Writer& out) { out.put_u8(static_cast<u8>(Type)); }
};

template <Integer T>
consteval TypeTag integer_tag() {
    constexpr bool is_signed = is_signed_integer<T>;
    switch (sizeof(T)) {
        case 1: return is_signed ? TypeTag::I8 : TypeTag::U8;
        case 2: return is_signed ? TypeTag::I16 : TypeTag::U16;
        case 4: return is_signed ? TypeTag::I32 : TypeTag::U32;
        case 8: return is_signed ? TypeTag::I64 : TypeTag::U64;
        case 16: return is_signed ? TypeTag::I128 : TypeTag::U128;
        default: return is_signed ? TypeTag::I256 : TypeTag::U256;
    }
}

/// A codec of a struct with one number, which the host knows by the name of its only field.
template <class T, auto Member, FixedString Name>
struct SpecialCodec {
    using Value = ValueOf<Member>;
    static constexpr std::size_t MIN_BYTES = sizeof(Value);
    static void write(Writer& out, const T& value) { Codec<Value>::write(out, value.*Member); }
    static void read(Reader& in, T& value) { Codec<Value>::read(in, value.*Member); }
    [[gnu::cold]] static void describe(Typespace& types, Writer& out) {
        begin_product(out, 1);
        put_name(out, Name.view());
        Codec<Value>::describe(types, out);
    }
};

template <class T, std::size_t I>
bool read_alternative(Reader& in, T& value) {
    Codec<std::variant_alternative_t<I, VariantOf<T>>>::read(in, value.template emplace<I>());
    return true;
}

/// Reads the alternative with this tag; false when there is none.
template <class T, std::size_t... I>
bool read_alternatives(Reader& in, T& value, std::size_t tag, std::index_sequence<I...>) {
    return ((tag == I && read_alternative<T, I>(in, value)) || ...);
}

/// A codec of a variant: one byte that tells the alternative, and its value.
template <class T>
struct VariantCodec {
    using Variant = VariantOf<T>;
    static constexpr std::size_t MIN_BYTES = 1;
    static constexpr auto INDEXES = std::make_index_sequence<std::variant_size_v<Variant>>();
    static_assert(std::variant_size_v<Variant> <= 256, "stele: a sum has at most 256 variants");

    static void write(Writer& out, const T& value) {
        out.put_u8(static_cast<u8>(value.index()));
        std::visit([&out]<class A>(const A& alternative) { Codec<A>::write(out, alternative); },
                   static_cast<const Variant&>(value));
    }
    static void read(Reader& in, T& value) {
        if (!read_alternatives(in, value, in.take_u8(), INDEXES)) in.fail();
    }
    [[gnu::cold]] static void describe_as(Typespace& types, Writer& out, const std::string_view* names) {
        begin_sum(out, std::variant_size_v<Variant>);
        [&]<std::size_t... I>(std::index_sequence<I...>) {
            ((put_name(out, names[I]), Codec<std::variant_alternative_t<I, Variant>>::describe(types, out)), ...);
        }(INDEXES);
    }
};

template <FixedString Name, class... Fields>
constexpr std::size_t min_bytes(ProductOf<Name, Fields...>) {
    return (std::size_t{0} + ... + Codec<typename Fields::Type>::MIN_BYTES);
}

}  // namespace detail

template <>
struct Codec<bool> {
    static constexpr std::size_t MIN_BYTES = 1;
    static void write(Writer& out, bool value) { out.put_u8(value ? 1 : 0); }
    static void read(Reader& in, bool& value) {
        const u8 byte = in.take_u8();
        if (byte > 1) in.fail();
        value = byte == 1;
    }
    [[gnu::cold]] static void describe(Typespace&, Writer& out) { out.put_u8(static_cast<u8>(TypeTag::Bool)); }
};

template <Integer T>
struct Codec<T> : detail::PlainCodec<T, detail::integer_tag<T>()> {};
template <>
struct Codec<float> : detail::PlainCodec<float, TypeTag::F32> {};
template <>
struct Codec<double> : detail::PlainCodec<double, TypeTag::F64> {};

template <>
struct Codec<std::string> {
    static constexpr std::size_t MIN_BYTES = 4;
    static void write(Writer& out, std::string_view value) { out.put_string(value); }
    static void read(Reader& in, std::string& value) {
        const u32 count = in.take_u32();
        const u8* bytes = in.take(count);
        if (bytes == nullptr || !is_utf8({bytes, count})) return in.fail();
        value.assign(reinterpret_cast<const char*>(bytes), count);
    }
    [[gnu::cold]] static void describe(Typespace&, Writer& out) { out.put_u8(static_cast<u8>(TypeTag::String)); }
};

template <class T>
struct Codec<std::vector<T>> {
    static constexpr std::size_t MIN_BYTES = 4;

    static void write(Writer& out, const std::vector<T>& value) {
        out.put_u32(static_cast<u32>(value.size()));
        if constexpr (is_plain()) {
            out.put(value.data(), value.size() * sizeof(T));
        } else {
            for (const T& element : value) Codec<T>::write(out, element);
        }
    }
    static void read(Reader& in, std::vector<T>& value) {
        value.clear();
        const u32 count = in.take_u32();
        // Never reserves more than the bytes at hand can fill.
        if constexpr (Codec<T>::MIN_BYTES > 0) {
            if (count > in.remaining() / Codec<T>::MIN_BYTES) return in.fail();
        } else {
            if (count > detail::EMPTY_ELEMENTS_MAX) return in.fail();
        }
        if constexpr (is_plain()) {
            value.resize(count);
            const u8* bytes = in.take(count * sizeof(T));
            if (count > 0) std::memcpy(value.data(), bytes, count * sizeof(T));
        } else {
            value.reserve(count);
            for (u32 i = 0; i < count && !in.failed(); i++) {
                T element{};
                Codec<T>::read(in, element);
                value.push_back(std::move(element));
            }
        }
    }
    [[gnu::cold]] static void describe(Typespace& types, Writer& out) {
        out.put_u8(static_cast<u8>(TypeTag::Array));
        Codec<T>::describe(types, out);
    }

private:
    static constexpr bool is_plain() {
        return Integer<T> || std::is_same_v<T, float> || std::is_same_v<T, double>;
    }
};

template <class T>
struct Codec<std::optional<T>> {
    static constexpr std::size_t MIN_BYTES = 1;
    static void write(Writer& out, const std::optional<T>& value) {
        out.put_u8(value ? 0 : 1);
        if (value) Codec<T>::write(out, *value);
    }
    static void read(Reader& in, std::optional<T>& value) {
        switch (in.take_u8()) {
            case 0: return Codec<T>::read(in, value.emplace());
            case 1: return value.reset();
            default: return in.fail();
        }
    }
    [[gnu::cold]] static void describe(Typespace& types, Writer& out) {
        detail::begin_sum(out, 2);
        detail::put_name(out, "some");
        Codec<T>::describe(types, out);
        detail::put_name(out, "none");
        detail::begin_product(out, 0);
    }
};

template <class T, class E>
struct Codec<Result<T, E>> {
    static constexpr std::size_t MIN_BYTES = 1;
    static void write(Writer& out, const Result<T, E>& value) {
        out.put_u8(value ? 0 : 1);
        if (value) {
            Codec<T>::write(out, *value);
        } else {
            Codec<E>::write(out, value.error());
        }
    }
    static void read(Reader& in, Result<T, E>& value) {
        const u8 tag = in.take_u8();
        if (tag == 0) {
            T ok{};
            Codec<T>::read(in, ok);
            value = Result<T, E>(std::move(ok));
        } else if (tag == 1) {
            E error{};
            Codec<E>::read(in, error);
            value = Failure<E>{std::move(error)};
        } else {
            in.fail();
        }
    }
    [[gnu::cold]] static void describe(Typespace& types, Writer& out) {
        detail::begin_sum(out, 2);
        detail::put_name(out, "ok");
        Codec<T>::describe(types, out);
        detail::put_name(out, "err");
        Codec<E>::describe(types, out);
    }
};

template <>
struct Codec<Unit> {
    static constexpr std::size_t MIN_BYTES = 0;
    static void write(Writer&, Unit) {}
    static void read(Reader&, Unit&) {}
    [[gnu::cold]] static void describe(Typespace&, Writer& out) { detail::begin_product(out, 0); }
};
template <>
struct Codec<std::monostate> {
    static constexpr std::size_t MIN_BYTES = 0;
    static void write(Writer&, std::monostate) {}
    static void read(Reader&, std::monostate&) {}
    [[gnu::cold]] static void describe(Typespace&, Writer& out) { detail::begin_product(out, 0); }
};

template <Product T>
struct Codec<T> {
    static_assert(std::is_default_constructible_v<T>,
                  "stele: a type that is stored or passed needs a default constructor");
    static constexpr std::size_t MIN_BYTES = detail::min_bytes(Reflection<T>{});

    static void write(Writer& out, const T& value) {
        detail::each_field(Reflection<T>{}, [&]<class F>(F) {
            Codec<typename F::Type>::write(out, value.*F::member);
        });
    }
    static void read(Reader& in, T& value) {
        detail::each_field(Reflection<T>{}, [&]<class F>(F) {
            Codec<typename F::Type>::read(in, value.*F::member);
        });
    }
    [[gnu::cold]] static void describe(Typespace& types, Writer& out) {
        types.put_ref(out, &detail::type_key<T>, Reflection<T>::name, [](Typespace& inner, Writer& body) {
            detail::begin_product(body, Reflection<T>::size);
            detail::each_field(Reflection<T>{}, [&]<class F>(F) {
                detail::put_name(body, F::name);
                Codec<typename F::Type>::describe(inner, body);
            });
        });
    }
};

template <Enum T>
struct Codec<T> {
    static constexpr std::size_t MIN_BYTES = 1;
    static void write(Writer& out, T value) { out.put_u8(static_cast<u8>(value)); }
    static void read(Reader& in, T& value) {
        const u8 tag = in.take_u8();
        if (tag >= Reflection<T>::size) return in.fail();
        value = static_cast<T>(tag);
    }
    [[gnu::cold]] static void describe(Typespace& types, Writer& out) {
        types.put_ref(out, &detail::type_key<T>, Reflection<T>::name, [](Typespace&, Writer& body) {
            detail::begin_sum(body, Reflection<T>::size);
            for (const std::string_view name : Reflection<T>::variants) {
                detail::put_name(body, name);
                detail::begin_product(body, 0);
            }
        });
    }
};

template <Sum T>
struct Codec<T> : detail::VariantCodec<T> {
    [[gnu::cold]] static void describe(Typespace& types, Writer& out) {
        types.put_ref(out, &detail::type_key<T>, Reflection<T>::name, [](Typespace& inner, Writer& body) {
            detail::VariantCodec<T>::describe_as(inner, body, Reflection<T>::variants.data());
        });
    }
};

template <>
struct Codec<ScheduleAt> : detail::VariantCodec<ScheduleAt> {
    [[gnu::cold]] static void describe(Typespace& types, Writer& out) {
        constexpr std::string_view names[] = {"Interval", "Time"};
        describe_as(types, out, names);
    }
};

template <>
struct Codec<Identity> : detail::SpecialCodec<Identity, &Identity::value, "__identity__"> {};
template <>
struct Codec<ConnectionId> : detail::SpecialCodec<ConnectionId, &ConnectionId::value, "__connection_id__"> {};
template <>
struct Codec<Timestamp>
    : detail::SpecialCodec<Timestamp, &Timestamp::micros, "__timestamp_micros_since_unix_epoch__"> {};
template <>
struct Codec<TimeDuration> : detail::SpecialCodec<TimeDuration, &TimeDuration::micros, "__time_duration_micros__"> {};
template <>
struct Codec<Uuid> : detail::SpecialCodec<Uuid, &Uuid::value, "__uuid__"> {};

/// The value at the front of some bytes, or nothing when they hold none.
template <class T>
std::optional<T> decode(std::span<const u8> bytes) {
    Reader in(bytes);
    T value{};
    Codec<T>::read(in, value);
    if (in.failed()) return std::nullopt;
    return value;
}

/// The bytes of a value.
template <class T>
std::vector<u8> encode(const T& value) {
    Writer out;
    Codec<T>::write(out, value);
    return {out.data(), out.data() + out.size()};
}

}  // namespace stele
