package dev.stele.host.schema.raw;

import dev.stele.host.bsatn.BsatnReader;
import dev.stele.host.bsatn.BsatnWriter;
import dev.stele.host.bsatn.DecodeException;
import dev.stele.host.bsatn.TypeCodec;
import dev.stele.host.schema.CaseConversionPolicy;
import dev.stele.host.schema.HttpMethod;
import dev.stele.host.schema.raw.RawModuleDefV10.DefaultValue;
import dev.stele.host.schema.raw.RawModuleDefV10.ExplicitName;
import dev.stele.host.schema.raw.RawModuleDefV10.HttpRoute;
import dev.stele.host.schema.raw.RawModuleDefV10.LifecycleReducer;
import dev.stele.host.schema.raw.RawModuleDefV10.Procedure;
import dev.stele.host.schema.raw.RawModuleDefV10.Reducer;
import dev.stele.host.schema.raw.RawModuleDefV10.Schedule;
import dev.stele.host.schema.raw.RawModuleDefV10.Section;
import dev.stele.host.schema.raw.RawModuleDefV10.Submodule;
import dev.stele.host.schema.raw.RawModuleDefV10.Table;
import dev.stele.host.schema.raw.RawModuleDefV10.ViewPrimaryKey;
import java.util.List;
import java.util.Optional;

/** Reads and writes version 10 of the format. */
final class V10Codec {

    private static final List<CaseConversionPolicy> POLICIES =
            List.of(CaseConversionPolicy.NONE, CaseConversionPolicy.SNAKE_CASE);
    private static final List<ExplicitName.Kind> KINDS =
            List.of(ExplicitName.Kind.TABLE, ExplicitName.Kind.FUNCTION, ExplicitName.Kind.INDEX);
    private static final List<Boolean> IS_SECOND = List.of(false, true);

    private V10Codec() {}

    /** Reads a definition that is itself inside {@code depth} others. */
    static RawModuleDefV10 read(BsatnReader in, int depth) {
        if (depth > RawModuleDefCodec.SUBMODULE_DEPTH_MAX) {
            throw new DecodeException(
                    "submodules nest more than "
                            + RawModuleDefCodec.SUBMODULE_DEPTH_MAX
                            + " levels");
        }
        return new RawModuleDefV10(in.list(1, r -> readSection(r, depth)));
    }

    static void write(BsatnWriter out, RawModuleDefV10 def) {
        out.list(def.sections(), V10Codec::writeSection);
    }

    private static Section readSection(BsatnReader in, int depth) {
        int tag = in.u8();
        return switch (tag) {
            case Section.TypespaceSection.TAG ->
                    new Section.TypespaceSection(PartsCodec.readTypespace(in));
            case Section.Types.TAG -> new Section.Types(in.list(4, PartsCodec::readTypeDef));
            case Section.Tables.TAG -> new Section.Tables(in.list(4, V10Codec::readTable));
            case Section.Reducers.TAG -> new Section.Reducers(in.list(4, V10Codec::readReducer));
            case Section.Procedures.TAG ->
                    new Section.Procedures(in.list(4, V10Codec::readProcedure));
            case Section.Views.TAG -> new Section.Views(in.list(4, PartsCodec::readView));
            case Section.Schedules.TAG -> new Section.Schedules(in.list(1, V10Codec::readSchedule));
            case Section.LifecycleReducers.TAG ->
                    new Section.LifecycleReducers(
                            in.list(
                                    1,
                                    r ->
                                            new LifecycleReducer(
                                                    PartsCodec.readLifecycle(r), r.string())));
            case Section.RowLevelSecurity.TAG ->
                    new Section.RowLevelSecurity(in.list(4, BsatnReader::string));
            case Section.CasePolicy.TAG ->
                    new Section.CasePolicy(
                            PartsCodec.readEnum(in, POLICIES, "CaseConversionPolicy"));
            case Section.ExplicitNames.TAG ->
                    new Section.ExplicitNames(in.list(1, V10Codec::readExplicitName));
            case Section.HttpHandlers.TAG ->
                    new Section.HttpHandlers(in.list(4, BsatnReader::string));
            case Section.HttpRoutes.TAG -> new Section.HttpRoutes(in.list(4, V10Codec::readRoute));
            case Section.ViewPrimaryKeys.TAG ->
                    new Section.ViewPrimaryKeys(
                            in.list(
                                    4,
                                    r ->
                                            new ViewPrimaryKey(
                                                    r.string(), r.list(4, BsatnReader::string))));
            case Section.Submodules.TAG ->
                    new Section.Submodules(
                            in.list(4, r -> new Submodule(r.string(), read(r, depth + 1))));
            default ->
                    throw new DecodeException(
                            BsatnReader.unknownTag(tag, "RawModuleDefV10Section"));
        };
    }

    private static void writeSection(BsatnWriter out, Section section) {
        switch (section) {
            case Section.TypespaceSection(var typespace) -> {
                out.u8(Section.TypespaceSection.TAG);
                PartsCodec.writeTypespace(out, typespace);
            }
            case Section.Types(var types) ->
                    out.u8(Section.Types.TAG).list(types, PartsCodec::writeTypeDef);
            case Section.Tables(var tables) ->
                    out.u8(Section.Tables.TAG).list(tables, V10Codec::writeTable);
            case Section.Reducers(var reducers) ->
                    out.u8(Section.Reducers.TAG).list(reducers, V10Codec::writeReducer);
            case Section.Procedures(var procedures) ->
                    out.u8(Section.Procedures.TAG).list(procedures, V10Codec::writeProcedure);
            case Section.Views(var views) ->
                    out.u8(Section.Views.TAG).list(views, PartsCodec::writeView);
            case Section.Schedules(var schedules) ->
                    out.u8(Section.Schedules.TAG).list(schedules, V10Codec::writeSchedule);
            case Section.LifecycleReducers(var reducers) ->
                    out.u8(Section.LifecycleReducers.TAG)
                            .list(
                                    reducers,
                                    (w, r) ->
                                            w.u8(PartsCodec.LIFECYCLES.indexOf(r.event()))
                                                    .string(r.functionName()));
            case Section.RowLevelSecurity(var queries) ->
                    out.u8(Section.RowLevelSecurity.TAG).list(queries, BsatnWriter::string);
            case Section.CasePolicy(var policy) ->
                    out.u8(Section.CasePolicy.TAG).u8(POLICIES.indexOf(policy));
            case Section.ExplicitNames(var entries) ->
                    out.u8(Section.ExplicitNames.TAG).list(entries, V10Codec::writeExplicitName);
            case Section.HttpHandlers(var names) ->
                    out.u8(Section.HttpHandlers.TAG).list(names, BsatnWriter::string);
            case Section.HttpRoutes(var routes) ->
                    out.u8(Section.HttpRoutes.TAG).list(routes, V10Codec::writeRoute);
            case Section.ViewPrimaryKeys(var keys) ->
                    out.u8(Section.ViewPrimaryKeys.TAG)
                            .list(
                                    keys,
                                    (w, k) ->
                                            w.string(k.viewName())
                                                    .list(k.columns(), BsatnWriter::string));
            case Section.Submodules(var submodules) ->
                    out.u8(Section.Submodules.TAG)
                            .list(
                                    submodules,
                                    (w, s) -> {
                                        w.string(s.namespace());
                                        write(w, s.module());
                                    });
        }
    }

    private static Table readTable(BsatnReader in) {
        return new Table(
                in.string(),
                in.u32(),
                PartsCodec.readColumns(in),
                in.list(3, PartsCodec::readIndex),
                in.list(6, PartsCodec::readConstraint),
                in.list(22, PartsCodec::readSequence),
                PartsCodec.readIsSystem(in),
                PartsCodec.readIsPublic(in),
                in.list(6, r -> new DefaultValue(r.u16(), r.bytes())),
                in.bool());
    }

    private static void writeTable(BsatnWriter out, Table table) {
        out.string(table.sourceName()).u32(table.productTypeRef());
        PartsCodec.writeColumns(out, table.primaryKey());
        out.list(table.indexes(), PartsCodec::writeIndex);
        out.list(table.constraints(), PartsCodec::writeConstraint);
        out.list(table.sequences(), PartsCodec::writeSequence);
        PartsCodec.writeTableKind(out, table.isSystem(), table.isPublic());
        out.list(table.defaultValues(), (w, d) -> w.u16(d.column()).bytes(d.value()));
        out.bool(table.isEvent());
    }

    private static Reducer readReducer(BsatnReader in) {
        return new Reducer(
                in.string(),
                TypeCodec.readProduct(in),
                readIsClientCallable(in),
                TypeCodec.read(in),
                TypeCodec.read(in));
    }

    private static void writeReducer(BsatnWriter out, Reducer reducer) {
        out.string(reducer.sourceName());
        TypeCodec.writeProduct(out, reducer.params());
        out.u8(reducer.isClientCallable() ? 1 : 0);
        TypeCodec.write(out, reducer.okType());
        TypeCodec.write(out, reducer.errType());
    }

    private static Procedure readProcedure(BsatnReader in) {
        return new Procedure(
                in.string(),
                TypeCodec.readProduct(in),
                TypeCodec.read(in),
                readIsClientCallable(in));
    }

    private static void writeProcedure(BsatnWriter out, Procedure procedure) {
        out.string(procedure.sourceName());
        TypeCodec.writeProduct(out, procedure.params());
        TypeCodec.write(out, procedure.returnType());
        out.u8(procedure.isClientCallable() ? 1 : 0);
    }

    /** {@code FunctionVisibility}: 0 Private, 1 ClientCallable. */
    private static boolean readIsClientCallable(BsatnReader in) {
        return PartsCodec.readEnum(in, IS_SECOND, "FunctionVisibility");
    }

    private static Schedule readSchedule(BsatnReader in) {
        return new Schedule(in.option(BsatnReader::string), in.string(), in.u16(), in.string());
    }

    private static void writeSchedule(BsatnWriter out, Schedule schedule) {
        out.option(schedule.sourceName(), BsatnWriter::string).string(schedule.tableName());
        out.u16(schedule.atColumn()).string(schedule.functionName());
    }

    private static ExplicitName readExplicitName(BsatnReader in) {
        return new ExplicitName(
                PartsCodec.readEnum(in, KINDS, "ExplicitNameEntry"), in.string(), in.string());
    }

    private static void writeExplicitName(BsatnWriter out, ExplicitName entry) {
        out.u8(KINDS.indexOf(entry.kind()))
                .string(entry.sourceName())
                .string(entry.canonicalName());
    }

    private static HttpRoute readRoute(BsatnReader in) {
        String handler = in.string();
        boolean hasMethod = PartsCodec.readEnum(in, IS_SECOND, "MethodOrAny");
        Optional<HttpMethod> method = hasMethod ? Optional.of(readMethod(in)) : Optional.empty();
        return new HttpRoute(handler, method, in.string());
    }

    private static HttpMethod readMethod(BsatnReader in) {
        int tag = in.u8();
        if (tag > HttpMethod.EXTENSION_TAG) {
            throw new DecodeException(BsatnReader.unknownTag(tag, "HttpMethod"));
        }
        return new HttpMethod(
                tag, tag == HttpMethod.EXTENSION_TAG ? in.string() : HttpMethod.KNOWN.get(tag));
    }

    private static void writeRoute(BsatnWriter out, HttpRoute route) {
        out.string(route.handler()).u8(route.method().isPresent() ? 1 : 0);
        if (route.method().isPresent()) {
            HttpMethod method = route.method().get();
            out.u8(method.tag());
            if (method.isExtension()) {
                out.string(method.name());
            }
        }
        out.string(route.path());
    }
}
