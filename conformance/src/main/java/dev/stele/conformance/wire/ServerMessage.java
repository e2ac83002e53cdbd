package dev.stele.conformance.wire;

import dev.stele.host.sats.Bytes;
import java.util.ArrayList;
import java.util.List;

/** A message of protocols v2 and v3 from the server, spec 04 section 4.4. */
public sealed interface ServerMessage {

    record InitialConnection(Bytes identity, Bytes connection, String token)
            implements ServerMessage {}

    record SubscribeApplied(int requestId, int querySetId, List<TableRows> tables)
            implements ServerMessage {}

    record SubscriptionError(int querySetId, String error) implements ServerMessage {}

    record TransactionUpdate(List<TableChange> changes) implements ServerMessage {}

    record ReducerResult(int requestId, Outcome outcome) implements ServerMessage {}

    /** How a call ended. */
    sealed interface Outcome {}

    record Done(Bytes returned, List<TableChange> changes) implements Outcome {}

    /** The module refused. */
    record Refused(String text) implements Outcome {}

    /** The call could not be made, or the module crashed. */
    record Failed(String text) implements Outcome {}

    /** Rows of one table, back to back, and how the server says where they are. */
    record TableRows(String table, RowList rows) {}

    record RowList(String hint, Bytes data) {}

    /** What a transaction did to one table. */
    sealed interface TableChange {
        int querySetId();

        String table();
    }

    record Persistent(int querySetId, String table, RowList inserts, RowList deletes)
            implements TableChange {}

    record Events(int querySetId, String table, RowList rows) implements TableChange {}

    /** All messages in the payload of one WebSocket message, behind the compression byte. */
    static List<ServerMessage> decodeAll(Bytes payload) {
        ByteCursor in = new ByteCursor(payload);
        int compression = in.u8();
        if (compression != 0) {
            throw new ProtocolException("compression " + compression + ", asked for none");
        }
        List<ServerMessage> out = new ArrayList<>();
        while (in.hasMore()) {
            out.add(decode(in));
        }
        return out;
    }

    private static ServerMessage decode(ByteCursor in) {
        int tag = in.u8();
        return switch (tag) {
            case 0 -> new InitialConnection(in.raw(32), in.raw(16), in.string());
            case 1 -> new SubscribeApplied(in.u32(), in.u32(), in.list(ServerMessage::tableRows));
            case 3 -> {
                if (in.u8() == 0) {
                    in.u32();
                }
                yield new SubscriptionError(in.u32(), in.string());
            }
            case 4 -> new TransactionUpdate(changes(in));
            case 6 -> {
                int requestId = in.u32();
                in.u64();
                yield new ReducerResult(requestId, outcome(in));
            }
            default -> throw new ProtocolException("server message with tag " + tag);
        };
    }

    private static Outcome outcome(ByteCursor in) {
        int tag = in.u8();
        return switch (tag) {
            case 0 -> new Done(in.sized(), changes(in));
            case 1 -> new Done(Bytes.EMPTY, List.of());
            case 2 -> {
                Bytes error = in.sized();
                ByteCursor text = new ByteCursor(error);
                String refused = text.string();
                if (text.hasMore()) {
                    throw new ProtocolException("bytes behind the error: " + error.toHex());
                }
                yield new Refused(refused);
            }
            case 3 -> new Failed(in.string());
            default -> throw new ProtocolException("reducer outcome with tag " + tag);
        };
    }

    private static TableRows tableRows(ByteCursor in) {
        return new TableRows(in.string(), rowList(in));
    }

    private static RowList rowList(ByteCursor in) {
        int tag = in.u8();
        String hint =
                switch (tag) {
                    case 0 -> "fixed " + in.u16();
                    case 1 -> "offsets " + in.list(ByteCursor::u64);
                    default -> throw new ProtocolException("row size hint with tag " + tag);
                };
        return new RowList(hint, in.sized());
    }

    private static List<TableChange> changes(ByteCursor in) {
        List<TableChange> out = new ArrayList<>();
        int sets = in.u32();
        for (int set = 0; set < sets; set++) {
            int id = in.u32();
            int tables = in.u32();
            for (int table = 0; table < tables; table++) {
                String name = in.string();
                out.addAll(in.list(rows -> change(id, name, rows)));
            }
        }
        return out;
    }

    private static TableChange change(int id, String table, ByteCursor in) {
        int tag = in.u8();
        return switch (tag) {
            case 0 -> new Persistent(id, table, rowList(in), rowList(in));
            case 1 -> new Events(id, table, rowList(in));
            default -> throw new ProtocolException("table change with tag " + tag);
        };
    }
}
