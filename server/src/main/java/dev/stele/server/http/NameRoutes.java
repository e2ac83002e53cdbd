package dev.stele.server.http;

import dev.stele.host.error.HostException;
import dev.stele.host.satsjson.JsonWriter;
import dev.stele.server.auth.Claims;
import dev.stele.server.control.DatabaseName;
import dev.stele.server.control.Databases;
import dev.stele.server.control.HostedDatabase;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The names of one database. */
final class NameRoutes {

    private final Databases databases;
    private final Caller caller;

    NameRoutes(Databases databases, Caller caller) {
        this.databases = databases;
        this.caller = caller;
    }

    /** Why {@code name} is no name for a database; empty when it is one. */
    static String problem(String name) {
        if (name.isEmpty()) {
            return "database names cannot be empty";
        }
        if (DatabaseName.isIdentity(name)) {
            return "database names cannot be identities";
        }
        if (!name.matches("[a-z0-9-]+")) {
            return "invalid characters in database name";
        }
        if (!DatabaseName.isValid(name)) {
            return name.length() > DatabaseName.CHARS_MAX
                    ? "database name of more than " + DatabaseName.CHARS_MAX + " characters"
                    : "invalid hyphen in database name";
        }
        return "";
    }

    void list(ServerRequest req, ServerResponse res) {
        caller.orNew(req, res);
        JsonWriter out = new JsonWriter().beginObject().name("names").beginArray();
        DatabaseRoutes.find(databases, req).names().forEach(out::string);
        Routes.json(res, out.endArray().endObject().text());
    }

    void identity(ServerRequest req, ServerResponse res) {
        caller.orNew(req, res);
        HostedDatabase database = DatabaseRoutes.find(databases, req);
        res.header(HeaderNames.CONTENT_TYPE, "text/plain; charset=utf-8");
        res.send(database.identity().toHex());
    }

    void add(ServerRequest req, ServerResponse res) {
        Claims claims = caller.orNew(req, res);
        HostedDatabase database = DatabaseRoutes.find(databases, req);
        String name = Bodies.text(req, Bodies.NAMES_BYTES_MAX);
        String problem = problem(name);
        if (!problem.isEmpty()) {
            throw new HttpProblem(400, problem);
        }
        Databases.requireOwner(database, claims.identity(), "rename database");
        List<String> names = new ArrayList<>(database.names());
        names.add(name);
        replace(res, database, names);
    }

    void replace(ServerRequest req, ServerResponse res) {
        Claims claims = caller.orNew(req, res);
        HostedDatabase database = DatabaseRoutes.find(databases, req);
        Bodies.requireJson(req, true);
        List<String> names = new ArrayList<>();
        try {
            JsonNode body = JsonMapper.shared().readTree(Bodies.text(req, Bodies.NAMES_BYTES_MAX));
            if (!body.isArray()) {
                throw new HttpProblem(
                        400, "Failed to parse the request body as JSON: expected an array");
            }
            for (JsonNode name : body) {
                String problem = problem(name.asString(""));
                if (!problem.isEmpty()) {
                    throw new HttpProblem(
                            400, "Error parsing `" + name.asString("") + "`: " + problem);
                }
                names.add(name.asString());
            }
        } catch (JacksonException _) {
            throw new HttpProblem(400, "Failed to parse the request body as JSON: not a JSON text");
        }
        if (!database.owner().equals(claims.identity())) {
            res.status(Status.UNAUTHORIZED_401);
            object(res, "NotYourDatabase", "database", database.identity().toHex());
            return;
        }
        replace(res, database, names);
    }

    private void replace(ServerResponse res, HostedDatabase database, List<String> names) {
        try {
            databases.rename(database, names);
        } catch (HostException e) {
            res.status(Status.BAD_REQUEST_400);
            Routes.json(
                    res,
                    new JsonWriter()
                            .beginObject()
                            .name("OtherError")
                            .string(String.valueOf(e.getMessage()))
                            .endObject()
                            .text());
            return;
        }
        Routes.json(res, "{\"Success\":[]}");
    }

    private static void object(ServerResponse res, String kind, String field, String value) {
        Routes.json(
                res,
                new JsonWriter()
                        .beginObject()
                        .name(kind)
                        .beginObject()
                        .name(field)
                        .string(value)
                        .endObject()
                        .endObject()
                        .text());
    }
}
