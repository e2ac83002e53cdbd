package dev.stele.server.http;

import dev.stele.host.bsatn.BsatnReader;
import dev.stele.host.environment.StorageException;
import dev.stele.host.error.ErrorCode;
import dev.stele.host.error.HostException;
import dev.stele.host.module.CallOutcome;
import dev.stele.host.module.ModuleHost;
import dev.stele.host.query.QueryException;
import dev.stele.host.query.SqlExecution;
import dev.stele.host.sats.AlgebraicType;
import dev.stele.host.sats.Bytes;
import dev.stele.host.satsjson.ArgsReader;
import dev.stele.host.satsjson.JsonWriter;
import dev.stele.host.satsjson.SatsJsonException;
import dev.stele.host.satsjson.SatsJsonWriter;
import dev.stele.host.schema.ModuleDef;
import dev.stele.host.schema.ProcedureDef;
import dev.stele.host.schema.raw.SchemaJson;
import dev.stele.server.auth.Claims;
import dev.stele.server.control.Databases;
import dev.stele.server.control.HostedDatabase;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;

/** Calls, SQL and the schema of one database. */
final class CallRoutes {

    private static final HeaderName ENERGY = HeaderNames.create("spacetime-energy-used");
    private static final HeaderName DURATION =
            HeaderNames.create("spacetime-execution-duration-micros");

    /** The status of a call that the module refused. */
    private static final int REDUCER_FAILED = 530;

    private static final int NANOS_PER_MICRO = 1_000;

    private final Databases databases;
    private final Caller caller;

    CallRoutes(Databases databases, Caller caller) {
        this.databases = databases;
        this.caller = caller;
    }

    void call(ServerRequest req, ServerResponse res) {
        Claims claims = caller.orNew(req, res);
        HostedDatabase database = DatabaseRoutes.find(databases, req);
        Bodies.requireJson(req, false);
        boolean isConfirmed = Query.flag(req, "confirmed", true);
        String body = Bodies.text(req, Bodies.CALL_BYTES_MAX);
        String function = req.path().pathParameters().get("function");
        long start = System.nanoTime();
        CallOutcome outcome =
                answer(
                        database.host()
                                .callOnce(
                                        claims.identity(),
                                        caller.newConnection(),
                                        claims.payload(),
                                        function,
                                        args(function, body)));
        res.header(ENERGY, "0");
        res.header(DURATION, Long.toString((System.nanoTime() - start) / NANOS_PER_MICRO));
        switch (outcome) {
            case CallOutcome.Done(long offset) -> {
                if (isConfirmed) {
                    awaitDurable(database.host(), offset);
                }
                Errors.text(res, 200, "");
            }
            case CallOutcome.Returned(Bytes value, long offset) -> {
                if (isConfirmed) {
                    awaitDurable(database.host(), offset);
                }
                Routes.json(res, json(database.host().moduleDef(), function, value));
            }
            case CallOutcome.ProcedureFailed(String message) -> Errors.text(res, 500, message);
            case CallOutcome.Failed(String message, boolean _) ->
                    Errors.text(res, REDUCER_FAILED, message);
            case CallOutcome.Refused(ErrorCode code, String message) ->
                    Errors.text(
                            res,
                            Errors.status(code),
                            code == ErrorCode.NO_SUCH_FUNCTION ? "No such procedure" : message);
        }
    }

    private static Optional<ProcedureDef> procedure(ModuleDef def, String name) {
        return def.procedures().stream().filter(p -> p.name().equals(name)).findFirst();
    }

    /** What a procedure returned, as JSON. */
    private static String json(ModuleDef def, String function, Bytes value) {
        JsonWriter out = new JsonWriter();
        ProcedureDef procedure = procedure(def, function).orElseThrow();
        SatsJsonWriter.write(
                out,
                new BsatnReader(value),
                procedure.returnType(),
                SatsJsonWriter.Style.POSITIONAL);
        return out.text();
    }

    private static Function<ModuleDef, Bytes> args(String function, String body) {
        return def -> {
            Optional<ProcedureDef> procedure = procedure(def, function);
            AlgebraicType.Product params =
                    procedure.isPresent()
                            ? procedure.get().params()
                            : def.reducer(function).orElseThrow().params();
            try {
                return ArgsReader.read(body, function, params);
            } catch (SatsJsonException e) {
                String problem = String.valueOf(e.getMessage());
                throw new HostException(
                        ErrorCode.INVALID_ARGUMENTS,
                        "invalid arguments for "
                                + (procedure.isPresent() ? "procedure " : "reducer ")
                                + function
                                + ": "
                                + problem);
            }
        };
    }

    private static <T> T answer(CompletableFuture<T> future) {
        try {
            return future.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof QueryException query) {
                throw query;
            }
            throw e.getCause() instanceof HostException host
                    ? host
                    : new HostException(ErrorCode.INTERNAL, "internal error", e.getCause());
        }
    }

    private static void awaitDurable(ModuleHost host, long offset) {
        try {
            host.database().durableOffset().await(offset);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new HttpProblem(503, "interrupted before the transaction was durable");
        } catch (StorageException e) {
            throw new HttpProblem(500, "the transaction is not durable: " + e.getMessage());
        }
    }

    void sql(ServerRequest req, ServerResponse res) {
        Claims claims = caller.orNew(req, res);
        HostedDatabase database = DatabaseRoutes.find(databases, req);
        boolean isConfirmed = Query.flag(req, "confirmed", true);
        String statement = Bodies.text(req, Bodies.SQL_BYTES_MAX);
        ModuleHost host = database.host();
        boolean isOwner = database.owner().equals(claims.identity());
        long start = System.nanoTime();
        SqlExecution.Result result =
                answer(
                        host.transactOnce(
                                claims.identity(),
                                caller.newConnection(),
                                claims.payload(),
                                (tx, views) ->
                                        SqlExecution.run(
                                                statement, tx, claims.identity(), isOwner, views)));
        if (isConfirmed) {
            awaitDurable(host, host.database().committed().nextOffset() - 1);
        }
        long micros = (System.nanoTime() - start) / NANOS_PER_MICRO;
        res.header(DURATION, Long.toString(micros));
        Routes.json(res, json(result, micros));
    }

    private static String json(SqlExecution.Result result, long micros) {
        JsonWriter out = new JsonWriter().beginArray().beginObject();
        out.name("schema").beginObject().name("elements").beginArray();
        for (AlgebraicType.Element element : result.schema().elements()) {
            TypeJson.element(out, element);
        }
        out.endArray().endObject().name("rows").beginArray();
        for (Bytes row : result.rows()) {
            SatsJsonWriter.write(
                    out, new BsatnReader(row), result.schema(), SatsJsonWriter.Style.POSITIONAL);
        }
        out.endArray().name("total_duration_micros").number(micros);
        out.name("stats").beginObject();
        out.name("rows_inserted").number(result.inserted());
        out.name("rows_deleted").number(result.deleted());
        out.name("rows_updated").number(result.updated());
        return out.endObject().endObject().endArray().text();
    }

    void schema(ServerRequest req, ServerResponse res) {
        caller.orNew(req, res);
        HostedDatabase database = DatabaseRoutes.find(databases, req);
        String version =
                Query.value(req, "version")
                        .orElseThrow(() -> Query.problem("missing field `version`"));
        ModuleDef def = database.host().declaredDef();
        Routes.json(
                res,
                switch (version) {
                    case "9" -> SchemaJson.v9(def);
                    case "10" -> SchemaJson.v10(def);
                    default ->
                            throw Query.problem(
                                    "unknown variant `" + version + "`, expected `9` or `10`");
                });
    }
}
