package dev.stele.conformance.wire;

import dev.stele.host.sats.Bytes;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Messages of protocols v2 and v3 to the server, spec 04 section 4.4. */
final class ClientMessages {

    private static final byte SUBSCRIBE = 0;
    private static final byte CALL_REDUCER = 3;
    private static final byte NO_FLAGS = 0;

    private ClientMessages() {}

    static ByteBuffer subscribe(int requestId, int querySetId, List<String> queries) {
        int size = 1 + 4 + 4 + 4;
        for (String query : queries) {
            size += 4 + utf8(query).length;
        }
        ByteBuffer out = buffer(size).put(SUBSCRIBE).putInt(requestId).putInt(querySetId);
        out.putInt(queries.size());
        queries.forEach(query -> sized(out, utf8(query)));
        return out.flip();
    }

    static ByteBuffer callReducer(int requestId, String reducer, Bytes args) {
        byte[] name = utf8(reducer);
        ByteBuffer out = buffer(1 + 4 + 1 + 4 + name.length + 4 + args.size());
        out.put(CALL_REDUCER).putInt(requestId).put(NO_FLAGS);
        sized(out, name);
        sized(out, args.toByteArray());
        return out.flip();
    }

    private static ByteBuffer buffer(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static void sized(ByteBuffer out, byte[] bytes) {
        out.putInt(bytes.length).put(bytes);
    }
}
