package dev.stele.host.durability;

/** Keeps nothing: what is appended counts as durable at once. For tests and databases in memory. */
public final class InMemoryDurability implements Durability {

    private final DurableOffset durable = new DurableOffset(-1);

    @Override
    public void append(long txOffset, byte[] records, int length, int count) {
        durable.advance(txOffset);
    }

    @Override
    public void kick() {}

    @Override
    public DurableOffset durableOffset() {
        return durable;
    }

    @Override
    public void close() {}
}
