package dev.stele.host.datastore;

import java.math.BigInteger;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The next values of all sequences of a database. They live outside transactions: a value used by a
 * transaction that rolls back is not returned. Only the writer thread touches them.
 */
public final class Sequences {

    /** One sequence: the value it gives next, and how many it may give before it reserves again. */
    static final class State {
        BigInteger next;
        int reserved;

        State(BigInteger next) {
            this.next = next;
        }
    }

    private final Map<Integer, State> byId = new HashMap<>();

    /** The state of a sequence; {@code allocated} reads where its row says that it goes on. */
    State of(int sequenceId, Supplier<BigInteger> allocated) {
        return byId.computeIfAbsent(sequenceId, _ -> new State(allocated.get()));
    }
}
