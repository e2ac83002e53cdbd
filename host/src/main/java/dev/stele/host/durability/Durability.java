package dev.stele.host.durability;

/** Takes transactions and makes them durable in order. */
public interface Durability extends AutoCloseable {

    /**
     * Takes {@code count} transactions up to {@code txOffset}, whose records are {@code records[0,
     * length)}, and writes them together; waits while too much is pending. Called by the writer
     * thread only; it copies what it needs.
     *
     * @throws dev.stele.host.environment.StorageException once the log has failed
     */
    void append(long txOffset, byte[] records, int length, int count);

    /** Says that no further {@link #append} comes for a moment: what is pending may be written. */
    void kick();

    /** How far transactions are durable. */
    DurableOffset durableOffset();

    /** Writes what is pending, then ends. */
    @Override
    void close();
}
