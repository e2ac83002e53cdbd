package dev.stele.server.protocol;

import dev.stele.host.bsatn.BsatnWriter;
import dev.stele.host.sats.ConnectionId;
import dev.stele.host.sats.Identity;
import dev.stele.host.subscription.ServerEvent;
import dev.stele.host.subscription.ServerEvent.CallResult;
import dev.stele.host.subscription.ServerEvent.QuerySetUpdate;
import dev.stele.host.subscription.ServerEvent.TableRows;
import dev.stele.host.subscription.ServerEvent.TableUpdate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Encodes what the server sends, in the form of v2 that v3 shares. */
public final class ServerMessageCodec {

    private static final int INITIAL_CONNECTION = 0;
    private static final int SUBSCRIBE_APPLIED = 1;
    private static final int UNSUBSCRIBE_APPLIED = 2;
    private static final int SUBSCRIPTION_ERROR = 3;
    private static final int TRANSACTION_UPDATE = 4;
    private static final int ONE_OFF_QUERY_RESULT = 5;
    private static final int REDUCER_RESULT = 6;
    private static final int PROCEDURE_RESULT = 7;

    private ServerMessageCodec() {}

    public static void initialConnection(
            BsatnWriter out, Identity identity, ConnectionId connection, String token) {
        out.u8(INITIAL_CONNECTION).identity(identity).connectionId(connection).string(token);
    }

    public static void write(BsatnWriter out, ServerEvent event) {
        switch (event) {
            case ServerEvent.SubscribeApplied applied -> {
                out.u8(SUBSCRIBE_APPLIED).u32(applied.requestId()).u32(applied.querySetId());
                rows(out, applied.rows());
            }
            case ServerEvent.UnsubscribeApplied applied -> {
                out.u8(UNSUBSCRIBE_APPLIED).u32(applied.requestId()).u32(applied.querySetId());
                out.option(applied.rows(), ServerMessageCodec::rows);
            }
            case ServerEvent.SubscriptionError error -> {
                out.u8(SUBSCRIPTION_ERROR).option(error.requestId(), BsatnWriter::u32);
                out.u32(error.querySetId()).string(error.error());
            }
            case ServerEvent.ProcedureResult result -> {
                out.u8(PROCEDURE_RESULT);
                if (result.value().isPresent()) {
                    out.u8(0).bytes(result.value().get());
                } else {
                    out.u8(1).string(result.error());
                }
                out.i64(result.timestamp().micros()).i64(result.durationMicros());
                out.u32(result.requestId());
            }
            case ServerEvent.TransactionUpdate update -> {
                out.u8(TRANSACTION_UPDATE);
                querySets(out, update.querySets());
            }
            case ServerEvent.OneOffResult result -> {
                out.u8(ONE_OFF_QUERY_RESULT).u32(result.requestId());
                Optional<String> error = result.error();
                if (error.isPresent()) {
                    out.u8(1).string(error.get());
                } else {
                    rows(out.u8(0), result.rows());
                }
            }
            case ServerEvent.ReducerResult result -> {
                out.u8(REDUCER_RESULT).u32(result.requestId()).i64(result.timestamp().micros());
                switch (result.result()) {
                    case CallResult.Ok _ -> querySets(out.u8(0).u32(0), result.querySets());
                    case CallResult.Failed(String message) -> {
                        int at = out.u8(2).size();
                        out.u32(0).string(message);
                        out.patchU32(at, out.size() - at - Integer.BYTES);
                    }
                    case CallResult.Broken(String message) -> out.u8(3).string(message);
                }
            }
        }
    }

    private static void rows(BsatnWriter out, List<TableRows> tables) {
        out.list(tables, (w, table) -> w.string(table.table()).raw(table.rows().encoded()));
    }

    private static void querySets(BsatnWriter out, List<QuerySetUpdate> sets) {
        out.list(
                sets,
                (w, set) -> {
                    w.u32(set.querySetId());
                    w.list(byTable(set.tables()).values(), ServerMessageCodec::table);
                });
    }

    /** Changes of one table, of several queries or rules, stand together. */
    private static Map<String, List<TableUpdate>> byTable(List<TableUpdate> updates) {
        Map<String, List<TableUpdate>> out = new LinkedHashMap<>();
        for (TableUpdate update : updates) {
            out.computeIfAbsent(update.table(), _ -> new ArrayList<>(1)).add(update);
        }
        return out;
    }

    private static void table(BsatnWriter out, List<TableUpdate> updates) {
        out.string(updates.getFirst().table());
        out.list(updates, ServerMessageCodec::change);
    }

    private static void change(BsatnWriter out, TableUpdate update) {
        if (update.isEvent()) {
            out.u8(1).raw(update.inserts().encoded());
        } else {
            out.u8(0).raw(update.inserts().encoded()).raw(update.deletes().encoded());
        }
    }
}
