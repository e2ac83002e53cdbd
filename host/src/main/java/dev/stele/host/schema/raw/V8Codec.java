package dev.stele.host.schema.raw;

import dev.stele.host.bsatn.BsatnReader;
import dev.stele.host.bsatn.BsatnWriter;
import dev.stele.host.bsatn.DecodeException;
import dev.stele.host.bsatn.TypeCodec;
import dev.stele.host.sats.AlgebraicType;
import dev.stele.host.schema.IndexKind;
import dev.stele.host.schema.raw.RawModuleDefV8.Constraint;
import dev.stele.host.schema.raw.RawModuleDefV8.Index;
import dev.stele.host.schema.raw.RawModuleDefV8.Reducer;
import dev.stele.host.schema.raw.RawModuleDefV8.Sequence;
import dev.stele.host.schema.raw.RawModuleDefV8.Table;
import dev.stele.host.schema.raw.RawModuleDefV8.TypeAlias;
import java.util.List;

/** Reads and writes version 8 of the format. */
final class V8Codec {

    private static final List<IndexKind> KINDS = List.of(IndexKind.BTREE, IndexKind.HASH);

    private V8Codec() {}

    static RawModuleDefV8 read(BsatnReader in) {
        return new RawModuleDefV8(
                PartsCodec.readTypespace(in),
                in.list(4, V8Codec::readTable),
                in.list(4, r -> new Reducer(r.string(), TypeCodec.readProduct(r))),
                in.list(1, V8Codec::readAlias));
    }

    static void write(BsatnWriter out, RawModuleDefV8 def) {
        PartsCodec.writeTypespace(out, def.typespace());
        out.list(def.tables(), V8Codec::writeTable);
        out.list(
                def.reducers(),
                (w, r) -> {
                    w.string(r.name());
                    TypeCodec.writeProduct(w, r.params());
                });
        out.list(def.typeAliases(), (w, a) -> w.u8(0).string(a.name()).u32(a.ref()));
    }

    private static TypeAlias readAlias(BsatnReader in) {
        int tag = in.u8();
        if (tag != 0) {
            throw new DecodeException(BsatnReader.unknownTag(tag, "MiscModuleExport"));
        }
        return new TypeAlias(in.string(), in.u32());
    }

    private static Table readTable(BsatnReader in) {
        return new Table(
                in.string(),
                in.list(5, r -> AlgebraicType.Element.of(r.string(), TypeCodec.read(r))),
                in.list(4, V8Codec::readIndex),
                in.list(4, r -> new Constraint(r.string(), r.u8(), PartsCodec.readColumns(r))),
                in.list(4, V8Codec::readSequence),
                PartsCodec.readIsSystem(in),
                PartsCodec.readIsPublic(in),
                in.option(BsatnReader::string),
                in.u32());
    }

    private static void writeTable(BsatnWriter out, Table table) {
        out.string(table.name());
        out.list(
                table.columns(),
                (w, column) -> {
                    w.string(column.name().orElseThrow());
                    TypeCodec.write(w, column.type());
                });
        out.list(table.indexes(), V8Codec::writeIndex);
        out.list(
                table.constraints(),
                (w, c) -> {
                    w.string(c.name()).u8(c.attributes());
                    PartsCodec.writeColumns(w, c.columns());
                });
        out.list(table.sequences(), V8Codec::writeSequence);
        PartsCodec.writeTableKind(out, table.isSystem(), table.isPublic());
        out.option(table.scheduledReducer(), BsatnWriter::string).u32(table.productTypeRef());
    }

    private static Index readIndex(BsatnReader in) {
        return new Index(
                in.string(),
                in.bool(),
                PartsCodec.readEnum(in, KINDS, "IndexType"),
                PartsCodec.readColumns(in));
    }

    private static void writeIndex(BsatnWriter out, Index index) {
        out.string(index.name()).bool(index.isUnique());
        out.u8(KINDS.indexOf(index.kind()));
        PartsCodec.writeColumns(out, index.columns());
    }

    private static Sequence readSequence(BsatnReader in) {
        return new Sequence(
                in.string(),
                in.u16(),
                PartsCodec.readI128(in),
                in.option(PartsCodec::readI128),
                in.option(PartsCodec::readI128),
                in.option(PartsCodec::readI128),
                PartsCodec.readI128(in));
    }

    private static void writeSequence(BsatnWriter out, Sequence sequence) {
        out.string(sequence.name()).u16(sequence.column());
        PartsCodec.writeI128(out, sequence.increment());
        out.option(sequence.start(), PartsCodec::writeI128);
        out.option(sequence.min(), PartsCodec::writeI128);
        out.option(sequence.max(), PartsCodec::writeI128);
        PartsCodec.writeI128(out, sequence.allocated());
    }
}
