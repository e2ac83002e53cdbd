package dev.stele.host.commitlog;

/**
 * A group of {@code count} transactions from {@code minTxOffset} on, their records back to back;
 * only the records' own format tells where one ends. {@code records} may not be written to.
 */
@SuppressWarnings("ArrayRecordComponent")
public record Commit(long minTxOffset, int count, byte[] records) {}
