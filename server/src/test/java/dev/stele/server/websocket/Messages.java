package dev.stele.server.websocket;

import dev.stele.host.bsatn.BsatnWriter;
import dev.stele.host.sats.Bytes;
import dev.stele.server.RawWebSocket;
import dev.stele.server.protocol.ServerMessageText;
import java.io.IOException;
import java.util.HexFormat;
import java.util.Optional;

/** Valid messages of a client, to be broken by tests, and what came back, as one line of text. */
public final class Messages {

    /** What {@link #next} tells when the connection has ended. */
    static final String END = "end";

    static final int ASK_ID = 99;

    private Messages() {}

    /** A query that the module {@code constraints} answers. */
    static byte[] ask() {
        return query(ASK_ID, "SELECT * FROM person");
    }

    static byte[] query(int id, String sql) {
        return new BsatnWriter().u8(2).u32(id).string(sql).toByteArray();
    }

    static byte[] call(int id, String reducer, Bytes args) {
        return new BsatnWriter().u8(3).u32(id).u8(0).string(reducer).bytes(args).toByteArray();
    }

    static byte[] callProcedure(int id, String procedure) {
        return callProcedure(id, procedure, Bytes.EMPTY);
    }

    public static byte[] callProcedure(int id, String procedure, Bytes args) {
        return new BsatnWriter().u8(4).u32(id).u8(0).string(procedure).bytes(args).toByteArray();
    }

    static byte[] subscribe(int id, int querySet, String... queries) {
        BsatnWriter out = new BsatnWriter().u8(0).u32(id).u32(querySet).u32(queries.length);
        for (String query : queries) {
            out.string(query);
        }
        return out.toByteArray();
    }

    static byte[] unsubscribe(int id, int querySet) {
        return new BsatnWriter().u8(1).u32(id).u32(querySet).u8(1).toByteArray();
    }

    /** The next frame that is no ping: a message, {@code close CODE REASON}, or {@link #END}. */
    static String next(RawWebSocket socket) throws IOException {
        Optional<RawWebSocket.Frame> next = socket.nextButPing();
        if (next.isEmpty()) {
            return END;
        }
        RawWebSocket.Frame frame = next.get();
        return switch (frame.opcode()) {
            case RawWebSocket.BINARY ->
                    String.join(
                            " & ", ServerMessageText.of(ServerMessageText.plain(frame.payload())));
            case RawWebSocket.CLOSE ->
                    frame.payload().length == 0
                            ? "close"
                            : ("close " + frame.closeCode() + " " + frame.closeReason()).strip();
            case RawWebSocket.PONG -> "pong " + HexFormat.of().formatHex(frame.payload());
            default -> "frame " + frame.opcode();
        };
    }
}
