/// The types of a module: how they are described to the host.
#pragma once

#include "stele/bytes.hpp"

#include <deque>
#include <string>
#include <string_view>

namespace stele {

/// The first byte of a described type.
enum class TypeTag : u8 {
    Ref = 0, Sum = 1, Product = 2, Array = 3, String = 4, Bool = 5, I8 = 6, U8 = 7, I16 = 8, U16 = 9, I32 = 10,
    U32 = 11, I64 = 12, U64 = 13, I128 = 14, U128 = 15, I256 = 16, U256 = 17, F32 = 18, F64 = 19,
};

namespace detail {

[[gnu::noinline, gnu::cold]] inline void begin_sum(Writer& out, std::size_t variants) {
    out.put_u8(static_cast<u8>(TypeTag::Sum));
    out.put_u32(static_cast<u32>(variants));
}

[[gnu::noinline, gnu::cold]] inline void begin_product(Writer& out, std::size_t fields) {
    out.put_u8(static_cast<u8>(TypeTag::Product));
    out.put_u32(static_cast<u32>(fields));
}

/// The name of a field or variant; its type follows.
[[gnu::noinline, gnu::cold]] inline void put_name(Writer& out, std::string_view name) {
    out.put_u8(0);
    out.put_string(name);
}

/// An address that stands for a type.
template <class>
inline constexpr char type_key = 0;

}  // namespace detail

/// The named types met so far; each has a number, given when it is met for the first time.
class Typespace {
public:
    using Describe = void (*)(Typespace&, Writer&);

    struct Type {
        const void* key;
        std::string_view name;
        Writer body;
    };

    /// Writes a reference to the type, which is described now when it was not met before.
    [[gnu::noinline, gnu::cold]] void put_ref(Writer& out, const void* key, std::string_view name, Describe describe) {
        out.put_u8(static_cast<u8>(TypeTag::Ref));
        out.put_u32(ref(key, name, describe));
    }

    /// The number of the type.
    [[gnu::noinline, gnu::cold]] u32 ref(const void* key, std::string_view name, Describe describe) {
        for (std::size_t i = 0; i < types_.size(); i++) {
            if (types_[i].key == key) return static_cast<u32>(i);
        }
        // The number is taken before the description, which may refer to it.
        const u32 number = static_cast<u32>(types_.size());
        Type& type = types_.emplace_back(key, name);
        describe(*this, type.body);
        return number;
    }

    const std::deque<Type>& types() const { return types_; }

private:
    // A deque: descriptions under way keep their place while others are added.
    std::deque<Type> types_;
};

}  // namespace stele
