package dev.stele.polyglot.wasm.abi;

/** The limits of this package. */
final class Limits {

    /** Scratch memory for rows and keys at the start; grows to what a guest passes. */
    static final int SCRATCH_BYTES = 64 << 10;

    /** Scratch memory kept from one call to the next. */
    static final int SCRATCH_KEPT_BYTES = 1 << 20;

    /** Row iterators hand out whole chunks, closed at the first row that ends behind this. */
    static final int CHUNK_BYTES = 32 << 10;

    /** Byte sources that one call may have open. */
    static final int SOURCES_MAX = 4_096;

    /** What a guest may write into one sink: errors, definitions. */
    static final int SINK_BYTES_MAX = 64 << 20;

    /** A name of a table, an index or a function. */
    static final int NAME_BYTES_MAX = 64 << 10;

    /** What is read of a timer's name, of a line's target and of its file. */
    static final int LABEL_BYTES_MAX = 4 << 10;

    /** Row iterators that one call may have open. */
    static final int ITERATORS_MAX = 4_096;

    /** Rows that were taken from iterators but did not fit into the guest's buffers. */
    static final int PENDING_BYTES_MAX = 128 << 20;

    /** Rows that one call may insert or update: they stay in the host until it ends. */
    static final long WRITTEN_BYTES_MAX = 256L << 20;

    /** What is read of a text for the log, which cuts it after fewer characters. */
    static final int TEXT_BYTES_MAX = 4 * dev.stele.polyglot.Limits.LOG_MESSAGE_CHARS;

    private Limits() {}
}
