package dev.stele.server.websocket;

/** The limits of a WebSocket connection. */
public final class Limits {

    /** A message of a client, in bytes, over all its fragments. */
    static final int MESSAGE_BYTES_MAX = 32 << 20;

    /** Payload of a control frame, in bytes, RFC 6455 section 5.5. */
    static final int CONTROL_BYTES_MAX = 125;

    /** Messages that may wait for a client. */
    static final int OUTBOX_MESSAGES_MAX = 16_384;

    /** Pings and pongs that may wait for a client. */
    static final int OUTBOX_CONTROLS_MAX = 1_024;

    /** Bytes that may wait for a client. */
    static final long OUTBOX_BYTES_MAX = 64L << 20;

    /** Bytes of messages that v3 puts into one frame; one larger message goes alone. */
    static final int COALESCED_BYTES_MAX = 512 << 10;

    /** Messages of one read that are handed on together. */
    static final int BATCH_MESSAGES_MAX = 1024;

    /**
     * Requests of one client that are not answered yet; with so many it is not read from. Fewer
     * than {@link #OUTBOX_MESSAGES_MAX}, so that answers alone are never too many for the outbox.
     */
    static final int REQUESTS_IN_FLIGHT_MAX = 8_192;

    /** How often a ping is sent, in nanoseconds. */
    static final long PING_INTERVAL_NANOS = 15_000_000_000L;

    /** How long a client may be silent, in nanoseconds. */
    static final long IDLE_TIMEOUT_NANOS = 30_000_000_000L;

    /**
     * When the silence of clients is looked at this late, the server itself stood still, as on a
     * suspended machine, in nanoseconds.
     */
    static final long PAUSE_NANOS = 5_000_000_000L;

    /** How long a close frame is given to be answered, in milliseconds. */
    static final int CLOSE_TIMEOUT_MS = 250;

    /** Open connections of one server. */
    public static final int CONNECTIONS_MAX = 20_000;

    private Limits() {}
}
