package dev.stele.host.bsatn;

import dev.stele.host.sats.AlgebraicType;
import dev.stele.host.sats.Typespace;
import java.util.List;

/** The BSATN form of an {@link AlgebraicType}, which is itself a value of a sum type. */
public final class TypeCodec {

    private TypeCodec() {}

    public static void write(BsatnWriter out, AlgebraicType type) {
        out.u8(type.tag());
        switch (type) {
            case AlgebraicType.Ref ref -> out.u32(ref.index());
            case AlgebraicType.Sum sum ->
                    out.list(
                            sum.variants(),
                            (w, variant) -> {
                                w.option(variant.name(), BsatnWriter::string);
                                write(w, variant.type());
                            });
            case AlgebraicType.Product product -> writeProduct(out, product);
            case AlgebraicType.Array array -> write(out, array.element());
            case AlgebraicType.Primitive _ -> {}
        }
    }

    /** A {@code ProductType} without the tag, as parameter lists are written. */
    public static void writeProduct(BsatnWriter out, AlgebraicType.Product product) {
        out.list(
                product.elements(),
                (w, element) -> {
                    w.option(element.name(), BsatnWriter::string);
                    write(w, element.type());
                });
    }

    public static AlgebraicType read(BsatnReader in) {
        return read(in, 0);
    }

    /** A {@code ProductType} without the tag. */
    public static AlgebraicType.Product readProduct(BsatnReader in) {
        return readProduct(in, 0);
    }

    private static AlgebraicType read(BsatnReader in, int depth) {
        if (depth > Typespace.TYPE_DEPTH_MAX) {
            throw new DecodeException(
                    "type nests more than " + Typespace.TYPE_DEPTH_MAX + " levels");
        }
        int tag = in.u8();
        return switch (tag) {
            case AlgebraicType.Ref.TAG -> new AlgebraicType.Ref(in.u32());
            case AlgebraicType.Sum.TAG -> {
                List<AlgebraicType.Variant> variants =
                        in.list(
                                2,
                                r ->
                                        new AlgebraicType.Variant(
                                                r.option(BsatnReader::string), read(r, depth + 1)));
                yield new AlgebraicType.Sum(variants);
            }
            case AlgebraicType.Product.TAG -> readProduct(in, depth);
            case AlgebraicType.Array.TAG -> new AlgebraicType.Array(read(in, depth + 1));
            default ->
                    AlgebraicType.Primitive.ofTag(tag)
                            .orElseThrow(() ->
                                    new DecodeException(
                                            BsatnReader.unknownTag(tag, "AlgebraicType")));
        };
    }

    private static AlgebraicType.Product readProduct(BsatnReader in, int depth) {
        return new AlgebraicType.Product(
                in.list(
                        2,
                        r ->
                                new AlgebraicType.Element(
                                        r.option(BsatnReader::string), read(r, depth + 1))));
    }
}
