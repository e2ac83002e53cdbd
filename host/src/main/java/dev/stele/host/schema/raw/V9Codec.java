package dev.stele.host.schema.raw;

import dev.stele.host.bsatn.BsatnReader;
import dev.stele.host.bsatn.BsatnWriter;
import dev.stele.host.bsatn.DecodeException;
import dev.stele.host.bsatn.TypeCodec;
import dev.stele.host.schema.raw.RawModuleDefV9.MiscExport;
import dev.stele.host.schema.raw.RawModuleDefV9.MiscExport.ColumnDefaultValue;
import dev.stele.host.schema.raw.RawModuleDefV9.MiscExport.Procedure;
import dev.stele.host.schema.raw.RawModuleDefV9.MiscExport.View;
import dev.stele.host.schema.raw.RawModuleDefV9.Reducer;
import dev.stele.host.schema.raw.RawModuleDefV9.Schedule;
import dev.stele.host.schema.raw.RawModuleDefV9.Table;

/** Reads and writes version 9 of the format. */
final class V9Codec {

    private V9Codec() {}

    static RawModuleDefV9 read(BsatnReader in) {
        return new RawModuleDefV9(
                PartsCodec.readTypespace(in),
                in.list(4, V9Codec::readTable),
                in.list(4, V9Codec::readReducer),
                in.list(4, PartsCodec::readTypeDef),
                in.list(1, V9Codec::readMiscExport),
                in.list(4, BsatnReader::string));
    }

    static void write(BsatnWriter out, RawModuleDefV9 def) {
        PartsCodec.writeTypespace(out, def.typespace());
        out.list(def.tables(), V9Codec::writeTable);
        out.list(def.reducers(), V9Codec::writeReducer);
        out.list(def.types(), PartsCodec::writeTypeDef);
        out.list(def.miscExports(), V9Codec::writeMiscExport);
        out.list(def.rowLevelSecurity(), BsatnWriter::string);
    }

    private static Table readTable(BsatnReader in) {
        return new Table(
                in.string(),
                in.u32(),
                PartsCodec.readColumns(in),
                in.list(3, PartsCodec::readIndex),
                in.list(6, PartsCodec::readConstraint),
                in.list(22, PartsCodec::readSequence),
                in.option(V9Codec::readSchedule),
                PartsCodec.readIsSystem(in),
                PartsCodec.readIsPublic(in));
    }

    private static void writeTable(BsatnWriter out, Table table) {
        out.string(table.name()).u32(table.productTypeRef());
        PartsCodec.writeColumns(out, table.primaryKey());
        out.list(table.indexes(), PartsCodec::writeIndex);
        out.list(table.constraints(), PartsCodec::writeConstraint);
        out.list(table.sequences(), PartsCodec::writeSequence);
        out.option(table.schedule(), V9Codec::writeSchedule);
        PartsCodec.writeTableKind(out, table.isSystem(), table.isPublic());
    }

    private static Schedule readSchedule(BsatnReader in) {
        return new Schedule(in.option(BsatnReader::string), in.string(), in.u16());
    }

    private static void writeSchedule(BsatnWriter out, Schedule schedule) {
        out.option(schedule.name(), BsatnWriter::string);
        out.string(schedule.functionName()).u16(schedule.atColumn());
    }

    private static Reducer readReducer(BsatnReader in) {
        return new Reducer(
                in.string(), TypeCodec.readProduct(in), in.option(PartsCodec::readLifecycle));
    }

    private static void writeReducer(BsatnWriter out, Reducer reducer) {
        out.string(reducer.name());
        TypeCodec.writeProduct(out, reducer.params());
        out.option(
                reducer.lifecycle(),
                (w, lifecycle) -> w.u8(PartsCodec.LIFECYCLES.indexOf(lifecycle)));
    }

    private static MiscExport readMiscExport(BsatnReader in) {
        int tag = in.u8();
        return switch (tag) {
            case ColumnDefaultValue.TAG ->
                    new ColumnDefaultValue(in.string(), in.u16(), in.bytes());
            case Procedure.TAG ->
                    new Procedure(in.string(), TypeCodec.readProduct(in), TypeCodec.read(in));
            case View.TAG -> new View(PartsCodec.readView(in));
            default ->
                    throw new DecodeException(BsatnReader.unknownTag(tag, "RawMiscModuleExportV9"));
        };
    }

    private static void writeMiscExport(BsatnWriter out, MiscExport export) {
        switch (export) {
            case ColumnDefaultValue value ->
                    out.u8(ColumnDefaultValue.TAG)
                            .string(value.table())
                            .u16(value.column())
                            .bytes(value.value());
            case Procedure procedure -> {
                out.u8(Procedure.TAG).string(procedure.name());
                TypeCodec.writeProduct(out, procedure.params());
                TypeCodec.write(out, procedure.returnType());
            }
            case View view -> {
                out.u8(View.TAG);
                PartsCodec.writeView(out, view.view());
            }
        }
    }
}
