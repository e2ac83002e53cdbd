package dev.stele.server.protocol;

import dev.stele.host.sats.Bytes;
import java.util.List;

/** What a client sends; tags are positions in the wire's sum type. */
public sealed interface ClientMessage {

    record Subscribe(int requestId, int querySetId, List<String> queries) implements ClientMessage {
        static final int TAG = 0;
    }

    record Unsubscribe(int requestId, int querySetId, boolean sendDroppedRows)
            implements ClientMessage {
        static final int TAG = 1;
    }

    record OneOffQuery(int requestId, String query) implements ClientMessage {
        static final int TAG = 2;
    }

    record CallReducer(int requestId, String reducer, Bytes args) implements ClientMessage {
        static final int TAG = 3;
    }

    record CallProcedure(int requestId, String procedure, Bytes args) implements ClientMessage {
        static final int TAG = 4;
    }
}
