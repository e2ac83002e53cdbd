package dev.stele.host.subscription;

import dev.stele.host.sats.ConnectionId;
import dev.stele.host.sats.Identity;

/** A connected client as the database sees it. {@link #send} never blocks. */
public interface ClientSink {

    Identity identity();

    ConnectionId connectionId();

    /**
     * Queues {@code event}, in order; a client that wants confirmed results gets it once the
     * transaction {@code requiredOffset} is durable (-1 needs none).
     */
    void send(ServerEvent event, long requiredOffset);
}
