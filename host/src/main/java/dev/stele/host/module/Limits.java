package dev.stele.host.module;

/** The limits of this package. */
public final class Limits {

    /** Requests that may wait for a database's writer thread; adding one more waits. */
    public static final int WRITER_QUEUE_DEPTH_MAX = 16_384;

    /** Calls after which the writer hands results on, although more calls are waiting. */
    static final int HAND_OVER_CALLS = 256;

    /** Scheduled rows called before requests that wait get their turn. */
    static final int DUE_CALLS = 64;

    /**
     * How long the writer waits for a scheduled row before it looks at the clock again, in
     * nanoseconds: the clock may have been set.
     */
    static final long DUE_WAIT_NANOS_MAX = 500_000_000;

    /** How often the writer looks for views that nobody has used for long, in nanoseconds. */
    static final long VIEW_EXPIRY_NANOS = 10_000_000_000L;

    /** Instances of views that one transaction takes away. */
    static final int VIEW_EXPIRY_BATCH = 1024;

    /** Procedures and handlers of one database that run at a time. */
    static final int PROCEDURES_RUNNING_MAX = 64;

    /** Calls of procedures and handlers that may wait for their turn. */
    static final int PROCEDURES_WAITING_MAX = 4_096;

    /** How long a procedure may take, waits for others included, in nanoseconds. */
    static final long PROCEDURE_NANOS_MAX = 600_000_000_000L;

    /** How long a thread for procedures, and its instance, outlive their last call. */
    static final long PROCEDURE_IDLE_NANOS = 30_000_000_000L;

    /** Immediate calls that a module may have waiting. */
    static final int IMMEDIATE_CALLS_MAX = 16_384;

    /** Stack of the threads that run guests, in bytes: deep recursion of a guest needs it. */
    public static final long GUEST_STACK_BYTES = 4L << 20;

    /** Bytes of one module log line's message; what is longer is cut. */
    static final int LOG_MESSAGE_CHARS_MAX = 65_536;

    /** Bytes that a module may log in one minute; the rest is counted and dropped. */
    static final long LOG_BYTES_PER_MINUTE_MAX = 10L << 20;

    /** Bytes of log lines kept in memory for readers. */
    static final int LOG_TAIL_BYTES_MAX = 4 << 20;

    /** Lines that a slow follower of the log may be behind before it loses some. */
    static final int LOG_FOLLOWER_LINES_MAX = 1024;

    private Limits() {}
}
