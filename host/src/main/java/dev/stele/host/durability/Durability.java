package dev.stele.host.durability;

/** Takes transactions and makes them durable in order. */
public interface Durability extends AutoCloseable {

    /**
     * Takes the transaction {@code txOffset}, whose record is {@code record[0, length)}; waits
     * while too much is pending. Called by the writer thread only; it copies what it needs.
     *
     * @throws dev.stele.host.environment.StorageException once the log has failed
     */
    void append(long txOffset, byte[] record, int length);

    /** Says that no further {@link #append} comes for a moment: what is pending may be written. */
    void kick();

    /** How far transactions are durable. */
    DurableOffset durableOffset();

    /** Writes what is pending, then ends. */
    @Override
    void close();
}
