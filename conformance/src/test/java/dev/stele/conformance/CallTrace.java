package dev.stele.conformance;

import dev.stele.conformance.wire.HttpApi;
import dev.stele.conformance.wire.ModuleTypes;
import dev.stele.conformance.wire.ServerMessage.Done;
import dev.stele.conformance.wire.ServerMessage.Events;
import dev.stele.conformance.wire.ServerMessage.Failed;
import dev.stele.conformance.wire.ServerMessage.Persistent;
import dev.stele.conformance.wire.ServerMessage.Refused;
import dev.stele.conformance.wire.ServerMessage.RowList;
import dev.stele.conformance.wire.ServerMessage.TableChange;
import dev.stele.conformance.wire.ServerMessage.TableRows;
import dev.stele.conformance.wire.Session;
import dev.stele.conformance.wire.ValueReader;
import dev.stele.conformance.wire.ValueWriter;
import dev.stele.host.sats.AlgebraicType.Product;
import dev.stele.host.sats.Bytes;
import dev.stele.host.sats.SpecialType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Everything that one subscriber of all tables sees while he makes calls: answers, and every row in
 * the bytes of the WebSocket frame. Only what must differ between two runs is replaced by a word:
 * the time of a call, and the connection's own number.
 */
final class CallTrace {

    private static final JsonMapper JSON = JsonMapper.shared();

    /** A time this close to now is the time of a call. */
    private static final long NOW_MICROS_MAX = TimeUnit.MINUTES.toMicros(10);

    private final ModuleTypes types;
    private final List<String> lines = new ArrayList<>();
    private final Set<String> connections = new HashSet<>();

    private CallTrace(ModuleTypes types) {
        this.types = types;
    }

    /**
     * Makes {@code calls}, each a reducer and its arguments in JSON, in a fresh database of the
     * user with {@code token}; a second session then reads every table.
     */
    static List<String> of(HttpApi api, String database, String token, List<String> calls) {
        ModuleTypes types = ModuleTypes.of(api.schema(database));
        List<String> queries =
                new TreeSet<>(types.tables().keySet())
                        .stream().map(table -> "SELECT * FROM " + table).toList();
        CallTrace trace = new CallTrace(types);
        try (Session session = open(api, database, token)) {
            trace.connected(session);
            trace.tables("before", session.subscribe(queries).tables());
            calls.forEach(line -> trace.call(session, line));
            // It comes while the first is still there: the end of that would be a call of its own.
            try (Session second = open(api, database, token)) {
                trace.connected(second);
                trace.tables("after", second.subscribe(queries).tables());
            }
        }
        return trace.lines;
    }

    private void connected(Session session) {
        connections.add(session.connection().connection().toHex());
    }

    private static Session open(HttpApi api, String database, String token) {
        return Session.open(api.client(), api.server(), database, Session.Protocol.V3, token)
                .orElseThrow();
    }

    private void call(Session session, String line) {
        int space = line.indexOf(' ');
        String reducer = line.substring(0, space);
        JsonNode args = JSON.readTree(line.substring(space + 1));
        Session.Answer answer =
                session.call(
                        reducer,
                        ValueWriter.ofCase(types.reducer(reducer), args, _ -> Optional.empty()));
        answer.before().forEach(update -> update.changes().forEach(this::change));
        switch (answer.result().outcome()) {
            case Done(Bytes returned, List<TableChange> changes) -> {
                lines.add(line + ": done " + returned.toHex());
                changes.forEach(this::change);
            }
            case Refused(String text) -> lines.add(line + ": refused, " + text);
            case Failed(String text) -> lines.add(line + ": failed, " + text);
        }
    }

    private void change(TableChange change) {
        switch (change) {
            case Persistent(int _, String table, RowList inserts, RowList deletes) -> {
                rows("  insert " + table, table, inserts);
                rows("  delete " + table, table, deletes);
            }
            case Events(int _, String table, RowList rows) -> rows("  event " + table, table, rows);
        }
    }

    private void tables(String when, List<TableRows> tables) {
        for (TableRows rows : tables) {
            rows(when + " " + rows.table(), rows.table(), rows.rows());
        }
    }

    private void rows(String what, String table, RowList rows) {
        Product type = types.table(table);
        lines.add(what + " " + rows.hint() + " " + rows.data().size() + " bytes");
        List<String> shown = new ArrayList<>();
        for (Bytes row : ValueReader.rows(type, rows.data())) {
            List<String> columns = new ArrayList<>();
            for (Bytes column : ValueReader.columns(type, row)) {
                boolean isTime =
                        SpecialType.of(type.elements().get(columns.size()).type())
                                .filter(SpecialType.TIMESTAMP::equals)
                                .isPresent();
                columns.add(isTime && isNow(column) ? "now" : withoutConnection(column.toHex()));
            }
            shown.add(what + " " + columns);
        }
        // Rows of one list have no order, and the masked bytes decide where they are.
        shown.sort(null);
        lines.addAll(shown);
    }

    private static boolean isNow(Bytes micros) {
        long nowMicros = TimeUnit.MILLISECONDS.toMicros(System.currentTimeMillis());
        long time = Long.parseUnsignedLong(micros.reversed().toHex(), 16);
        return Math.abs(nowMicros - time) < NOW_MICROS_MAX;
    }

    private String withoutConnection(String hex) {
        String shown = hex;
        for (String connection : connections) {
            shown = shown.replace(connection, "(connection)");
        }
        return shown;
    }
}
