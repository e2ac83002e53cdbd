package dev.stele.server.http;

import dev.stele.host.module.ModuleHost;
import dev.stele.host.module.Program;
import dev.stele.host.module.PublishOutcome;
import dev.stele.host.sats.Bytes;
import dev.stele.host.satsjson.JsonWriter;
import dev.stele.server.auth.Claims;
import dev.stele.server.control.DatabaseName;
import dev.stele.server.control.Databases;
import dev.stele.server.control.HostedDatabase;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.Optional;
import java.util.regex.Pattern;

/** Publishing, resetting, locking and deleting databases. */
final class PublishRoutes {

    private static final Pattern DURATION =
            Pattern.compile("(\\s*\\d+\\s*[a-zA-Zµ]+)+\\s*|\\s*0\\s*");

    private final Databases databases;
    private final Routes.Parts parts;
    private final Caller caller;

    PublishRoutes(Routes.Parts parts, Caller caller) {
        this.databases = parts.databases();
        this.parts = parts;
        this.caller = caller;
    }

    void createUnnamed(ServerRequest req, ServerResponse res) {
        Claims claims = caller.orNew(req, res);
        answer(
                res,
                Optional.empty(),
                databases.publish(claims.identity(), Optional.empty(), program(req)));
    }

    void publish(ServerRequest req, ServerResponse res) {
        Claims claims = caller.orNew(req, res);
        String name = req.path().pathParameters().get("db");
        if (!DatabaseName.isIdentity(name)) {
            String problem = NameRoutes.problem(name);
            if (!problem.isEmpty()) {
                throw new HttpProblem(400, "Invalid URL: " + problem);
            }
        }
        boolean isClearing = Query.flag(req, "clear", false);
        checkPolicy(req);
        Query.count(req, "num_replicas");
        checkTimeout(req);
        Program program = program(req);
        Optional<HostedDatabase> existing = databases.find(name);
        Databases.Published published;
        if (isClearing && existing.isPresent()) {
            published = databases.reset(claims.identity(), existing.get(), program);
            parts.connections().closeAll(existing.get().host());
        } else {
            published = databases.publish(claims.identity(), Optional.of(name), program);
        }
        answer(
                res,
                DatabaseName.isIdentity(name) ? Optional.empty() : Optional.of(name),
                published);
    }

    private static void checkPolicy(ServerRequest req) {
        String policy = Query.value(req, "policy").orElse("Compatible");
        if (!policy.equals("Compatible") && !policy.equals("BreakClients")) {
            throw Query.problem(
                    "unknown variant `" + policy + "`, expected `Compatible` or `BreakClients`");
        }
    }

    /** A duration such as {@code 30s}, which a publish here never needs: it waits for no other. */
    private static void checkTimeout(ServerRequest req) {
        Query.value(req, "update_confirmation_timeout")
                .filter(text -> !DURATION.matcher(text).matches())
                .ifPresent(text -> {
                    throw Query.problem("expected number at 0");
                });
    }

    private static Program program(ServerRequest req) {
        String type = Query.value(req, "host_type").orElse("Wasm");
        Program.Kind kind =
                switch (type) {
                    case "Wasm" -> Program.Kind.WASM;
                    case "Js" -> Program.Kind.JS;
                    case "Mixed" -> Program.Kind.MIXED;
                    default ->
                            throw Query.problem(
                                    "unknown variant `" + type + "`, expected `Wasm` or `Js`");
                };
        byte[] body = Bodies.bytes(req, Bodies.PUBLISH_BYTES_MAX);
        return new Program(kind, Bytes.wrap(body));
    }

    private static void answer(
            ServerResponse res, Optional<String> name, Databases.Published published) {
        JsonWriter out = new JsonWriter().beginObject().name("Success").beginObject();
        out.name("domain");
        if (name.isPresent()) {
            out.string(name.get());
        } else {
            out.nullValue();
        }
        out.name("database_identity").string(published.database().identity().toHex());
        out.name("op");
        out.string(published.outcome() == PublishOutcome.CREATED ? "created" : "updated");
        Routes.json(res, out.endObject().endObject().text());
    }

    /** Says what publishing would do; there are no migrations that could break clients yet. */
    void prePublish(ServerRequest req, ServerResponse res) {
        Claims claims = caller.orNew(req, res);
        HostedDatabase database = DatabaseRoutes.find(databases, req);
        Databases.requireOwner(database, claims.identity(), "update database");
        ModuleHost host = database.host();
        String plan = host.plan(program(req));
        JsonWriter out = new JsonWriter().beginObject();
        if (plan.isEmpty()) {
            out.name("AutoMigrate").beginObject();
            out.name("migrate_plan").string("").name("break_clients").bool(false);
            out.name("token").string("0x0").name("major_version_upgrade").bool(false);
        } else {
            out.name("ManualMigrate").beginObject();
            out.name("reason").string(plan).name("major_version_upgrade").bool(false);
        }
        Routes.json(res, out.endObject().endObject().text());
    }

    void reset(ServerRequest req, ServerResponse res) {
        Claims claims = caller.orNew(req, res);
        HostedDatabase database = DatabaseRoutes.find(databases, req);
        Databases.requireOwner(database, claims.identity(), "reset database");
        Databases.Published published = databases.reset(claims.identity(), database, program(req));
        parts.connections().closeAll(database.host());
        answer(res, published.database().names().stream().findFirst(), published);
    }

    void delete(ServerRequest req, ServerResponse res) {
        Claims claims = caller.orNew(req, res);
        Optional<HostedDatabase> database = databases.find(req.path().pathParameters().get("db"));
        if (database.isPresent()) {
            databases.delete(claims.identity(), database.get());
            parts.connections().closeAll(database.get().host());
        }
        res.status(Status.OK_200).send();
    }

    void lock(ServerRequest req, ServerResponse res, boolean isLocked) {
        Claims claims = caller.orNew(req, res);
        databases.lock(claims.identity(), DatabaseRoutes.find(databases, req), isLocked);
        res.status(Status.OK_200).send();
    }
}
