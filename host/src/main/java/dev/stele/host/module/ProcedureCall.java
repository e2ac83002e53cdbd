package dev.stele.host.module;

import dev.stele.host.sats.Bytes;
import dev.stele.host.sats.ConnectionId;
import dev.stele.host.sats.Identity;
import dev.stele.host.sats.Timestamp;

/** One call of a procedure; {@code args} is the BSATN of its parameters. */
public record ProcedureCall(
        int procedureId,
        Identity sender,
        ConnectionId connection,
        Timestamp timestamp,
        Bytes args) {}
