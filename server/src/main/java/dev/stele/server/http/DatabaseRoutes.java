package dev.stele.server.http;

import dev.stele.host.sats.Timestamp;
import dev.stele.host.satsjson.JsonWriter;
import dev.stele.server.control.DatabaseName;
import dev.stele.server.control.Databases;
import dev.stele.server.control.HostedDatabase;
import dev.stele.server.websocket.SubscribeUpgrade;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.regex.Pattern;

/** {@code /v1/database}: what is asked of one database. */
final class DatabaseRoutes implements HttpService {

    private static final Pattern NAME_WITH_SLASH = Pattern.compile("/v1/database/[^/]*%2[Ff][^/]*");

    private final Routes.Parts parts;
    private final Caller caller;

    DatabaseRoutes(Routes.Parts parts, Caller caller) {
        this.parts = parts;
        this.caller = caller;
    }

    @Override
    public void routing(HttpRules rules) {
        PublishRoutes publish = new PublishRoutes(parts, caller);
        NameRoutes names = new NameRoutes(parts.databases(), caller);
        CallRoutes calls = new CallRoutes(parts.databases(), caller);
        LogRoutes logs = new LogRoutes(parts.databases(), caller);
        only(rules, "/", "POST", publish::createUnnamed);
        rules.get("/{db}", this::describe);
        rules.put("/{db}", publish::publish);
        rules.delete("/{db}", publish::delete);
        only(rules, "/{db}", "GET,PUT,DELETE", (_, res) -> res.next());
        only(rules, "/{db}/pre_publish", "POST", publish::prePublish);
        only(rules, "/{db}/reset", "PUT", publish::reset);
        only(rules, "/{db}/lock", "POST", (req, res) -> publish.lock(req, res, true));
        only(rules, "/{db}/unlock", "POST", (req, res) -> publish.lock(req, res, false));
        rules.get("/{db}/names", names::list);
        rules.post("/{db}/names", names::add);
        rules.put("/{db}/names", names::replace);
        only(rules, "/{db}/names", "GET,POST,PUT", (_, res) -> res.next());
        only(rules, "/{db}/identity", "GET", names::identity);
        only(rules, "/{db}/call/{function}", "POST", calls::call);
        HandlerRoutes handlers = new HandlerRoutes(parts.databases());
        rules.any("/{db}/route", handlers::handle);
        rules.any("/{db}/route/*", handlers::handle);
        only(rules, "/{db}/sql", "POST", calls::sql);
        only(rules, "/{db}/schema", "GET", calls::schema);
        only(rules, "/{db}/logs", "GET", logs::logs);
        only(rules, "/{db}/unstable/timestamp", "GET", this::timestamp);
        only(rules, "/{db}/subscribe", "GET", this::notUpgraded);
        rules.put("/*", this::refuseNameWithSlash);
    }

    /** A name with an escaped slash, which matches no other path. */
    private void refuseNameWithSlash(ServerRequest req, ServerResponse res) {
        if (!NAME_WITH_SLASH.matcher(req.prologue().uriPath().rawPath()).matches()) {
            res.next();
            return;
        }
        caller.orNew(req, res);
        throw new HttpProblem(400, "Invalid URL: invalid characters in database name");
    }

    /** {@link Routes#only}; a refusal tells the sender who it is, as every answer does. */
    private void only(HttpRules rules, String path, String methods, Handler handler) {
        Routes.only(rules, path, methods, caller::orNew, handler);
    }

    /** The database that the path names; a 404 with the reference's text when there is none. */
    static HostedDatabase find(Databases databases, ServerRequest req) {
        String name = req.path().pathParameters().get("db");
        return databases
                .find(name)
                .orElseThrow(() ->
                        new HttpProblem(
                                404,
                                DatabaseName.isIdentity(name)
                                        ? "No such database."
                                        : "`" + name + "` not found"));
    }

    private void describe(ServerRequest req, ServerResponse res) {
        caller.orNew(req, res);
        HostedDatabase database = find(parts.databases(), req);
        JsonWriter out = new JsonWriter().beginObject();
        identity(out.name("database_identity"), database.identity().toHex());
        identity(out.name("owner_identity"), database.owner().toHex());
        out.name("host_type").beginObject();
        out.name(
                switch (database.host().program().kind()) {
                    case WASM -> "Wasm";
                    case JS -> "Js";
                    case MIXED -> "Mixed";
                });
        out.beginArray().endArray().endObject();
        out.name("initial_program");
        out.string("0x" + database.host().programHash().reversed().toHex()).endObject();
        Routes.json(res, out.text());
    }

    private static void identity(JsonWriter out, String hex) {
        out.beginObject().name("__identity__").string("0x" + hex).endObject();
    }

    private void timestamp(ServerRequest req, ServerResponse res) {
        caller.orNew(req, res);
        find(parts.databases(), req);
        Timestamp now = new Timestamp(parts.clock().wallMicros());
        Routes.json(res, "{\"__timestamp_micros_since_unix_epoch__\":" + now.micros() + "}");
    }

    /** A request for a WebSocket that could not be upgraded: says why. */
    private void notUpgraded(ServerRequest req, ServerResponse res) {
        SubscribeUpgrade.Refusal refusal =
                parts.upgrade()
                        .check(req.path().pathParameters().get("db"), req.query(), req.headers());
        refusal.claims().ifPresent(claims -> Caller.tell(res, claims));
        Errors.text(res, refusal.status(), refusal.message());
    }
}
