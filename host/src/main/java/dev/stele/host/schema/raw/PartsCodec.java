package dev.stele.host.schema.raw;

import dev.stele.host.bsatn.BsatnReader;
import dev.stele.host.bsatn.BsatnWriter;
import dev.stele.host.bsatn.DecodeException;
import dev.stele.host.bsatn.TypeCodec;
import dev.stele.host.sats.Bytes;
import dev.stele.host.sats.Typespace;
import dev.stele.host.schema.IndexKind;
import dev.stele.host.schema.Lifecycle;
import java.math.BigInteger;
import java.util.List;

/** Reads and writes the parts that versions 9 and 10 of the format share. */
final class PartsCodec {

    static final List<Lifecycle> LIFECYCLES =
            List.of(Lifecycle.INIT, Lifecycle.ON_CONNECT, Lifecycle.ON_DISCONNECT);

    private static final List<Boolean> IS_FIRST = List.of(true, false);

    private static final int I128_BYTES = 16;

    private PartsCodec() {}

    static Typespace readTypespace(BsatnReader in) {
        return new Typespace(in.list(1, TypeCodec::read));
    }

    static void writeTypespace(BsatnWriter out, Typespace typespace) {
        out.list(typespace.types(), TypeCodec::write);
    }

    static List<Integer> readColumns(BsatnReader in) {
        return in.list(2, BsatnReader::u16);
    }

    static void writeColumns(BsatnWriter out, List<Integer> columns) {
        out.list(columns, BsatnWriter::u16);
    }

    static BigInteger readI128(BsatnReader in) {
        return new BigInteger(in.raw(I128_BYTES).reversed().unsafeArray());
    }

    static void writeI128(BsatnWriter out, BigInteger value) {
        byte[] little = new byte[I128_BYTES];
        BigInteger rest = value;
        for (int i = 0; i < I128_BYTES; i++) {
            little[i] = rest.byteValue();
            rest = rest.shiftRight(Byte.SIZE);
        }
        out.raw(Bytes.wrap(little));
    }

    /** A value of a sum without payloads; its tag is its position in {@code values}. */
    static <E> E readEnum(BsatnReader in, List<E> values, String type) {
        int tag = in.u8();
        if (tag >= values.size()) {
            throw new DecodeException(BsatnReader.unknownTag(tag, type));
        }
        return values.get(tag);
    }

    /** {@code TableType}: 0 System, 1 User. */
    static boolean readIsSystem(BsatnReader in) {
        return readEnum(in, IS_FIRST, "TableType");
    }

    /** {@code TableAccess}: 0 Public, 1 Private. */
    static boolean readIsPublic(BsatnReader in) {
        return readEnum(in, IS_FIRST, "TableAccess");
    }

    static void writeTableKind(BsatnWriter out, boolean isSystem, boolean isPublic) {
        out.u8(isSystem ? 0 : 1).u8(isPublic ? 0 : 1);
    }

    static Lifecycle readLifecycle(BsatnReader in) {
        return readEnum(in, LIFECYCLES, "Lifecycle");
    }

    static RawIndexDef readIndex(BsatnReader in) {
        return new RawIndexDef(
                in.option(BsatnReader::string), in.option(BsatnReader::string), readAlgorithm(in));
    }

    static void writeIndex(BsatnWriter out, RawIndexDef index) {
        out.option(index.name(), BsatnWriter::string);
        out.option(index.accessorName(), BsatnWriter::string);
        RawIndexAlgorithm algorithm = index.algorithm();
        switch (algorithm.kind()) {
            case BTREE -> {
                out.u8(RawIndexAlgorithm.BTREE_TAG);
                writeColumns(out, algorithm.columns());
            }
            case HASH -> {
                out.u8(RawIndexAlgorithm.HASH_TAG);
                writeColumns(out, algorithm.columns());
            }
            case DIRECT -> out.u8(RawIndexAlgorithm.DIRECT_TAG).u16(algorithm.columns().getFirst());
        }
    }

    private static RawIndexAlgorithm readAlgorithm(BsatnReader in) {
        int tag = in.u8();
        return switch (tag) {
            case RawIndexAlgorithm.BTREE_TAG ->
                    new RawIndexAlgorithm(IndexKind.BTREE, readColumns(in));
            case RawIndexAlgorithm.HASH_TAG ->
                    new RawIndexAlgorithm(IndexKind.HASH, readColumns(in));
            case RawIndexAlgorithm.DIRECT_TAG ->
                    new RawIndexAlgorithm(IndexKind.DIRECT, List.of(in.u16()));
            default -> throw new DecodeException(BsatnReader.unknownTag(tag, "RawIndexAlgorithm"));
        };
    }

    static RawConstraintDef readConstraint(BsatnReader in) {
        var name = in.option(BsatnReader::string);
        int tag = in.u8();
        if (tag != RawConstraintDef.UNIQUE_TAG) {
            throw new DecodeException(BsatnReader.unknownTag(tag, "RawConstraintData"));
        }
        return new RawConstraintDef(name, readColumns(in));
    }

    static void writeConstraint(BsatnWriter out, RawConstraintDef constraint) {
        out.option(constraint.name(), BsatnWriter::string).u8(RawConstraintDef.UNIQUE_TAG);
        writeColumns(out, constraint.columns());
    }

    static RawSequenceDef readSequence(BsatnReader in) {
        return new RawSequenceDef(
                in.option(BsatnReader::string),
                in.u16(),
                in.option(PartsCodec::readI128),
                in.option(PartsCodec::readI128),
                in.option(PartsCodec::readI128),
                readI128(in));
    }

    static void writeSequence(BsatnWriter out, RawSequenceDef sequence) {
        out.option(sequence.name(), BsatnWriter::string).u16(sequence.column());
        out.option(sequence.start(), PartsCodec::writeI128);
        out.option(sequence.min(), PartsCodec::writeI128);
        out.option(sequence.max(), PartsCodec::writeI128);
        writeI128(out, sequence.increment());
    }

    static RawTypeDef readTypeDef(BsatnReader in) {
        return new RawTypeDef(in.list(4, BsatnReader::string), in.string(), in.u32(), in.bool());
    }

    static void writeTypeDef(BsatnWriter out, RawTypeDef type) {
        out.list(type.scope(), BsatnWriter::string).string(type.name());
        out.u32(type.ref()).bool(type.customOrdering());
    }

    static RawViewDef readView(BsatnReader in) {
        return new RawViewDef(
                in.string(),
                in.u32(),
                in.bool(),
                in.bool(),
                TypeCodec.readProduct(in),
                TypeCodec.read(in));
    }

    static void writeView(BsatnWriter out, RawViewDef view) {
        out.string(view.name()).u32(view.index());
        out.bool(view.isPublic()).bool(view.isAnonymous());
        TypeCodec.writeProduct(out, view.params());
        TypeCodec.write(out, view.returnType());
    }
}
