/// What the library knows of an author's types: the names that C++20 itself does not tell.
///
///     struct Point { stele::i32 x; stele::i32 y; };
///     STELE_TYPE(Point, x, y)
///
///     enum class Color { Red, Green };
///     STELE_ENUM(Color, Red, Green)
///
///     struct Shape : std::variant<stele::Unit, double, Point> { using variant::variant; };
///     STELE_SUM(Shape, Nothing, Circle, Box)
///
/// The declaration stands beside the type, in the same namespace.
#pragma once

#include "stele/fixed_string.hpp"
#include "stele/for_each.hpp"

#include <array>
#include <cstddef>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>

namespace stele {

/// The type without values of interest: no result, no payload.
struct Unit {
    friend constexpr bool operator==(Unit, Unit) = default;
};

/// Carries a type into a function call, so that the functions beside the type are found.
template <class T>
struct Tag {};

namespace detail {

template <class>
inline constexpr bool always_false = false;

template <class Pointer>
struct MemberPointer;
template <class OwnerT, class ValueT>
struct MemberPointer<ValueT OwnerT::*> {
    using Owner = OwnerT;
    using Value = ValueT;
};

template <auto Member>
using OwnerOf = typename MemberPointer<std::remove_const_t<decltype(Member)>>::Owner;
template <auto Member>
using ValueOf = typename MemberPointer<std::remove_const_t<decltype(Member)>>::Value;

/// A name without the namespaces in front of it.
constexpr std::string_view unqualified(std::string_view name) {
    const std::size_t colon = name.rfind(':');
    return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

/// Stands for a value of any type, where only well-formedness matters.
struct Anything {
    template <class T>
    operator T() const;
};

template <class... Alternatives>
std::variant<Alternatives...> variant_base(const std::variant<Alternatives...>&);

}  // namespace detail

/// One field of a product.
template <FixedString Name, auto Member>
struct Field {
    using Owner = detail::OwnerOf<Member>;
    using Type = detail::ValueOf<Member>;
    static constexpr auto member = Member;
    static constexpr std::string_view name = Name.view();
};

/// The fields of an author's struct, in order.
template <FixedString Name, class... Fields>
struct ProductOf {
    static constexpr std::string_view name = detail::unqualified(Name.view());
    static constexpr std::size_t size = sizeof...(Fields);
};

/// The values of an author's enum class, in order.
template <FixedString Name, FixedString... Variants>
struct EnumOf {
    static constexpr std::string_view name = detail::unqualified(Name.view());
    static constexpr std::size_t size = sizeof...(Variants);
    static constexpr std::array<std::string_view, sizeof...(Variants)> variants{Variants.view()...};
};

/// The alternatives of an author's variant, in order.
template <FixedString Name, FixedString... Variants>
struct SumOf {
    static constexpr std::string_view name = detail::unqualified(Name.view());
    static constexpr std::size_t size = sizeof...(Variants);
    static constexpr std::array<std::string_view, sizeof...(Variants)> variants{Variants.view()...};
};

namespace detail {

template <class>
inline constexpr bool is_product_of = false;
template <FixedString Name, class... Fields>
inline constexpr bool is_product_of<ProductOf<Name, Fields...>> = true;

template <class>
inline constexpr bool is_enum_of = false;
template <FixedString Name, FixedString... Variants>
inline constexpr bool is_enum_of<EnumOf<Name, Variants...>> = true;

template <class>
inline constexpr bool is_sum_of = false;
template <FixedString Name, FixedString... Variants>
inline constexpr bool is_sum_of<SumOf<Name, Variants...>> = true;

template <class T>
concept Reflected = requires { stele_reflect(Tag<T>{}); };

}  // namespace detail

/// What STELE_TYPE, STELE_ENUM or STELE_SUM said of T.
template <class T>
using Reflection = decltype(stele_reflect(Tag<T>{}));

/// A struct that was declared with STELE_TYPE.
template <class T>
concept Product = detail::Reflected<T> && detail::is_product_of<Reflection<T>>;

/// An enum class that was declared with STELE_ENUM.
template <class T>
concept Enum = detail::Reflected<T> && detail::is_enum_of<Reflection<T>>;

/// A variant that was declared with STELE_SUM.
template <class T>
concept Sum = detail::Reflected<T> && detail::is_sum_of<Reflection<T>>;

namespace detail {

template <class T>
using VariantOf = decltype(variant_base(std::declval<const T&>()));

template <class T, FixedString Name, class... Fields>
consteval bool has_fields_in_order(ProductOf<Name, Fields...>) {
    if constexpr (std::is_aggregate_v<T>) {
        return requires { T{std::declval<typename Fields::Type>()...}; };
    } else {
        return true;
    }
}

template <class T, FixedString Name, class... Fields>
consteval bool has_no_other_field(ProductOf<Name, Fields...>) {
    if constexpr (std::is_aggregate_v<T>) {
        return !requires { T{std::declval<typename Fields::Type>()..., Anything{}}; };
    } else {
        return true;
    }
}

/// Calls f with every field descriptor of a product.
template <FixedString Name, class... Fields, class F>
constexpr void each_field(ProductOf<Name, Fields...>, F&& f) {
    (f(Fields{}), ...);
}

/// The position of the named variant; the number of variants when there is none.
template <class R>
consteval std::size_t variant_index(std::string_view name) {
    std::size_t i = 0;
    while (i < R::size && R::variants[i] != name) i++;
    return i;
}

template <class T, T... Values>
consteval bool are_numbered_from_zero() {
    std::size_t next = 0;
    return ((static_cast<std::size_t>(Values) == next++) && ...);
}

}  // namespace detail

/// A sum's value, by the name that STELE_SUM gave to its variant: `make<Shape, "Circle">(2.5)`.
template <Sum T, FixedString Variant, class... Args>
constexpr T make(Args&&... args) {
    constexpr std::size_t index = detail::variant_index<Reflection<T>>(Variant.view());
    static_assert(index < Reflection<T>::size, "stele: the sum has no variant of this name");
    return T(std::in_place_index<index>, std::forward<Args>(args)...);
}

/// The payload of the named variant, or null when the value is another one.
template <FixedString Variant, Sum T>
constexpr auto* get_if(const T& value) {
    constexpr std::size_t index = detail::variant_index<Reflection<T>>(Variant.view());
    static_assert(index < Reflection<T>::size, "stele: the sum has no variant of this name");
    return std::get_if<index>(static_cast<const detail::VariantOf<T>*>(&value));
}

}  // namespace stele

#define STELE_FIELD(Type, field) ::stele::Field<#field, &Type::field>

/// Declares the fields of a struct, all of them and in order.
#define STELE_TYPE(Type, ...)                                                                              \
    [[maybe_unused]] inline ::stele::ProductOf<#Type STELE_FOR_EACH_COMMA(STELE_FIELD, Type, __VA_ARGS__)> \
    stele_reflect(::stele::Tag<Type>) {                                                                    \
        return {};                                                                                         \
    }                                                                                                      \
    static_assert(::stele::detail::has_fields_in_order<Type>(::stele::Reflection<Type>{}),                 \
                  "stele: STELE_TYPE(" #Type ", ...) must list the fields in the order of the struct");    \
    static_assert(::stele::detail::has_no_other_field<Type>(::stele::Reflection<Type>{}),                  \
                  "stele: STELE_TYPE(" #Type ", ...) must list every field of the struct");

#define STELE_ENUMERATOR(Type, variant) Type::variant

/// Declares the values of an enum class, all of them and in order; they are numbered 0, 1, 2 ...
#define STELE_ENUM(Type, ...)                                                                          \
    [[maybe_unused]] inline ::stele::EnumOf<#Type STELE_FOR_EACH_COMMA(STELE_QUOTED, Type, __VA_ARGS__)> \
    stele_reflect(::stele::Tag<Type>) {                                                                \
        return {};                                                                                     \
    }                                                                                                  \
    static_assert(::stele::detail::are_numbered_from_zero<Type STELE_FOR_EACH_COMMA(                   \
                      STELE_ENUMERATOR, Type, __VA_ARGS__)>(),                                         \
                  "stele: STELE_ENUM(" #Type ", ...) must list the values 0, 1, 2 ... in order");

/// Declares the names of the alternatives of a struct that derives from std::variant.
#define STELE_SUM(Type, ...)                                                                          \
    [[maybe_unused]] inline ::stele::SumOf<#Type STELE_FOR_EACH_COMMA(STELE_QUOTED, Type, __VA_ARGS__)> \
    stele_reflect(::stele::Tag<Type>) {                                                               \
        return {};                                                                                    \
    }                                                                                                 \
    static_assert(std::variant_size_v<::stele::detail::VariantOf<Type>> ==                            \
                      ::stele::Reflection<Type>::size,                                                \
                  "stele: STELE_SUM(" #Type ", ...) must name every alternative of the variant");
