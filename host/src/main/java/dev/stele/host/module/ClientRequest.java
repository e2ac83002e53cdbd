package dev.stele.host.module;

import dev.stele.host.sats.Bytes;
import dev.stele.host.subscription.ClientSink;
import dev.stele.host.subscription.FanOutEvent;

/** What a connected client asks of its database, in the order in which it asked. */
public sealed interface ClientRequest {

    ClientSink client();

    record CallReducer(ClientSink client, int requestId, String reducer, Bytes args)
            implements ClientRequest {}

    record CallProcedure(ClientSink client, int requestId, String procedure, Bytes args)
            implements ClientRequest {}

    /** A request that reads only: answered by the fan-out, after all that came before it. */
    record Query(ClientSink client, FanOutEvent event) implements ClientRequest {}
}
