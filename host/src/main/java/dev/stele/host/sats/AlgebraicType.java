package dev.stele.host.sats;

import java.util.List;
import java.util.Optional;

/**
 * The type of a value: a sum, a product, an array, a primitive, or a reference into a typespace.
 */
public sealed interface AlgebraicType {

    /** Wire tag of this kind of type, spec 02 section 2.1. */
    int tag();

    /** A reference to the type at {@code index} of the enclosing {@link Typespace}. */
    record Ref(int index) implements AlgebraicType {
        public static final int TAG = 0;

        @Override
        public int tag() {
            return TAG;
        }
    }

    /** A tagged union of at most 256 variants; the tag is the variant's position. */
    record Sum(List<Variant> variants) implements AlgebraicType {
        public static final int TAG = 1;

        public Sum {
            variants = List.copyOf(variants);
        }

        @Override
        public int tag() {
            return TAG;
        }

        /** True when no variant carries a payload. */
        public boolean isPlainEnum() {
            return !variants.isEmpty() && variants.stream().allMatch(v -> v.type().equals(UNIT));
        }
    }

    /** A record of named or positional fields, encoded back to back. */
    record Product(List<Element> elements) implements AlgebraicType {
        public static final int TAG = 2;

        public Product {
            elements = List.copyOf(elements);
        }

        @Override
        public int tag() {
            return TAG;
        }

        /** Position of the field called {@code name}, or -1. */
        public int indexOf(String name) {
            for (int i = 0; i < elements.size(); i++) {
                if (elements.get(i).name().filter(name::equals).isPresent()) {
                    return i;
                }
            }
            return -1;
        }
    }

    /** A sequence of values of one type. */
    record Array(AlgebraicType element) implements AlgebraicType {
        public static final int TAG = 3;

        @Override
        public int tag() {
            return TAG;
        }
    }

    /** A type without parts. Integers and floats are little-endian and of fixed width. */
    enum Primitive implements AlgebraicType {
        STRING(4, -1, "String"),
        BOOL(5, 1, "Bool"),
        I8(6, 1, "I8"),
        U8(7, 1, "U8"),
        I16(8, 2, "I16"),
        U16(9, 2, "U16"),
        I32(10, 4, "I32"),
        U32(11, 4, "U32"),
        I64(12, 8, "I64"),
        U64(13, 8, "U64"),
        I128(14, 16, "I128"),
        U128(15, 16, "U128"),
        I256(16, 32, "I256"),
        U256(17, 32, "U256"),
        F32(18, 4, "F32"),
        F64(19, 8, "F64");

        private final int tag;
        private final int widthBytes;
        private final String satsName;

        Primitive(int tag, int widthBytes, String satsName) {
            this.tag = tag;
            this.widthBytes = widthBytes;
            this.satsName = satsName;
        }

        @Override
        public int tag() {
            return tag;
        }

        /** Encoded size in bytes, or -1 for {@link #STRING}. */
        public int widthBytes() {
            return widthBytes;
        }

        /** The name used in JSON and in error texts, for example {@code U32}. */
        public String satsName() {
            return satsName;
        }

        public boolean isInteger() {
            return tag >= I8.tag && tag <= U256.tag;
        }

        public boolean isFloat() {
            return this == F32 || this == F64;
        }

        public boolean isSigned() {
            return isInteger() && (tag & 1) == 0;
        }

        /** The primitive with wire tag {@code tag}. */
        public static Optional<Primitive> ofTag(int tag) {
            return tag >= STRING.tag && tag <= F64.tag
                    ? Optional.of(values()[tag - STRING.tag])
                    : Optional.empty();
        }
    }

    /** A variant of a {@link Sum}. */
    record Variant(Optional<String> name, AlgebraicType type) {
        public static Variant of(String name, AlgebraicType type) {
            return new Variant(Optional.of(name), type);
        }
    }

    /** A field of a {@link Product}. */
    record Element(Optional<String> name, AlgebraicType type) {
        public static Element of(String name, AlgebraicType type) {
            return new Element(Optional.of(name), type);
        }
    }

    /** The product without fields; it encodes to nothing. */
    Product UNIT = new Product(List.of());

    /** A byte string. */
    Array BYTES = new Array(Primitive.U8);

    static Product product(Element... elements) {
        return new Product(List.of(elements));
    }

    static Sum sum(Variant... variants) {
        return new Sum(List.of(variants));
    }

    /** {@code Option<T>}: {@code some} = 0, {@code none} = 1. */
    static Sum option(AlgebraicType some) {
        return sum(Variant.of("some", some), Variant.of("none", UNIT));
    }
}
