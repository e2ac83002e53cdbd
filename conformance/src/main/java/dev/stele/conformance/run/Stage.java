package dev.stele.conformance.run;

import dev.stele.conformance.cases.Case.Transport;
import dev.stele.conformance.run.Language.Ready;
import dev.stele.conformance.wire.HttpApi;
import dev.stele.conformance.wire.HttpApi.Answer;
import dev.stele.conformance.wire.HttpApi.User;
import dev.stele.conformance.wire.ModuleTypes;
import dev.stele.conformance.wire.ProtocolException;
import dev.stele.conformance.wire.Session;
import dev.stele.conformance.wire.Session.Protocol;
import dev.stele.host.sats.Bytes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/**
 * One database with the module of one language, and the clients that watch it over one transport.
 */
final class Stage implements AutoCloseable {

    /** What everything that is published for a run belongs to, and who calls. */
    record Cast(HttpApi api, User owner, Function<String, User> users) {}

    /** The table of connections changes with every HTTP call. */
    private static final String VISITS = "visit";

    private static final String CALLER = "caller";
    private static final String WATCHER = "watcher";

    private final Cast cast;
    private final String database;
    private final Transport transport;
    private final JsonNode schema;
    private final ModuleTypes types;
    private final Bytes identity;
    private final Map<List<String>, Clients> clients = new HashMap<>();

    /**
     * Those who see what happens.
     *
     * @param caller calls, except over HTTP, where nobody is connected for it
     */
    record Clients(Optional<Session> caller, Session watcher) {}

    /** The server does not take the module. */
    static final class RefusedException extends Exception {

        private static final long serialVersionUID = 1;

        RefusedException(String message) {
            super(message);
        }
    }

    private Stage(Cast cast, String database, Transport transport) {
        this.cast = cast;
        this.database = database;
        this.transport = transport;
        this.schema = cast.api().schema(database);
        this.types = ModuleTypes.of(schema);
        this.identity = cast.api().identity(database);
    }

    /** Publishes the module under a new name. */
    static Stage open(Cast cast, String database, Transport transport, Ready program)
            throws RefusedException {
        Answer answer =
                cast.api().publish(database, program.hostType(), program.bytes(), cast.owner());
        if (!answer.isOk()) {
            throw new RefusedException("status " + answer.status() + ": " + answer.body().strip());
        }
        return new Stage(cast, database, transport);
    }

    /** Clients that see the public tables and {@code watched}, on emptied tables. */
    Clients begin(List<String> watched) {
        Clients present = clients.computeIfAbsent(watched, this::connect);
        present.watcher().call("reset", Bytes.EMPTY);
        present.caller().ifPresent(Stage::settle);
        return present;
    }

    private Clients connect(List<String> watched) {
        List<String> queries = new ArrayList<>();
        for (String table : types.publicTables()) {
            if (!table.equals(VISITS) || watched.contains(table)) {
                queries.add("SELECT * FROM " + table);
            }
        }
        Optional<Session> caller =
                transport == Transport.HTTP ? Optional.empty() : Optional.of(connected(CALLER));
        caller.ifPresent(session -> session.subscribe(queries));
        Session watcher = connected(WATCHER);
        watcher.subscribe(queries);
        return new Clients(caller, watcher);
    }

    private Session connected(String name) {
        return connect(name).orElseThrow(() -> new ProtocolException("the module rejects " + name));
    }

    /** A new connection of the user {@code name}; empty when the module rejects him. */
    Optional<Session> connect(String name) {
        return Session.open(
                cast.api().client(),
                cast.api().server(),
                database,
                transport == Transport.V3 ? Protocol.V3 : Protocol.V2,
                user(name).token());
    }

    /** Waits until {@code session} has seen everything that was committed before. */
    static Session.Answer settle(Session session) {
        return session.call("nothing", Bytes.EMPTY);
    }

    /** The user {@code name}; the empty name is the case's own caller. */
    User user(String name) {
        return cast.users().apply(name.isEmpty() ? CALLER : name);
    }

    User owner() {
        return cast.owner();
    }

    HttpApi api() {
        return cast.api();
    }

    String database() {
        return database;
    }

    Bytes identity() {
        return identity;
    }

    Transport transport() {
        return transport;
    }

    JsonNode schema() {
        return schema;
    }

    ModuleTypes types() {
        return types;
    }

    @Override
    public void close() {
        for (Clients present : clients.values()) {
            present.caller().ifPresent(Session::close);
            present.watcher().close();
        }
        cast.api().delete(database, cast.owner());
    }
}
