package dev.stele.host.module;

import dev.stele.host.sats.Bytes;

/**
 * How a guest function ended. Anything but {@link Returned} and {@link Value} rolls the transaction
 * back.
 */
public sealed interface GuestOutcome {

    /** It returned normally. */
    record Returned() implements GuestOutcome {}

    /**
     * It returned a value: of a procedure BSATN of its return type, of a view BSATN of the sum
     * {@code RowData} (0, an array of rows) or {@code RawSql} (1, the text of a query).
     */
    record Value(Bytes bytes) implements GuestOutcome {}

    /** A handler answered: BSATN of the response, and its body. */
    record Response(Bytes response, Bytes body) implements GuestOutcome {}

    /** It refused with an error meant for the caller: {@code message} is the module's own text. */
    record FailedUser(String message) implements GuestOutcome {}

    /**
     * It failed otherwise. {@code message} may be shown to the caller; {@code detail} has the
     * guest's stack with the author's files and lines and goes to the module's log.
     */
    record FailedInternal(String message, String detail) implements GuestOutcome {}

    /**
     * It was stopped for using more than {@code what} (a budget, with the limit and unit) allows,
     * or its engine is unusable. The instance must be replaced.
     */
    record Killed(String what) implements GuestOutcome {}
}
