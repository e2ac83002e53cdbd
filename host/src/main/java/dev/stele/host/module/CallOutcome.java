package dev.stele.host.module;

import dev.stele.host.error.ErrorCode;
import dev.stele.host.sats.Bytes;

/** How a call over HTTP, or a connection, ended for its caller. */
public sealed interface CallOutcome {

    /** It was carried out; what it changed is confirmed once {@code requiredOffset} is durable. */
    record Done(long requiredOffset) implements CallOutcome {}

    /** A procedure returned {@code value}, BSATN of its return type. */
    record Returned(Bytes value, long requiredOffset) implements CallOutcome {}

    /** A procedure failed; its transactions that were committed stay. */
    record ProcedureFailed(String message) implements CallOutcome {}

    /** The module refused with {@code message}, or broke; nothing changed. */
    record Failed(String message, boolean isModulesOwnText) implements CallOutcome {}

    /** The call was not carried out for a reason named by {@code code}. */
    record Refused(ErrorCode code, String message) implements CallOutcome {}
}
