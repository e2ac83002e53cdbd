package dev.stele.host.module;

import dev.stele.host.sats.Bytes;

/**
 * Where in a database of several modules a guest runs: what stands before the names that it uses,
 * empty for the root, and which functions of the others it can call.
 */
public record ModuleScope(String prefix, Peers peers) {

    /** The functions of other modules. */
    public interface Peers {

        /**
         * Calls the reducer with the full name {@code reducer} in the transaction of the caller.
         *
         * @throws AbiException when there is none, or {@code args} are not its arguments
         */
        GuestOutcome call(String reducer, Bytes args);
    }

    private static final Peers NOBODY =
            (reducer, _) -> {
                throw new AbiException(
                        Errno.HOST_CALL_FAILURE,
                        "no reducer \"" + reducer + "\" that this module could call");
            };

    /** A module that knows of no other. */
    public static final ModuleScope ALONE = new ModuleScope("", NOBODY);

    /** Within {@code prefix}, and without others to call. */
    public static ModuleScope within(String prefix) {
        return new ModuleScope(prefix, NOBODY);
    }
}
