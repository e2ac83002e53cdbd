package dev.stele.host.module;

import dev.stele.host.sats.Bytes;
import dev.stele.host.sats.ConnectionId;
import dev.stele.host.sats.Identity;
import dev.stele.host.sats.Timestamp;

/** One call of a reducer as the guest sees it; {@code args} is the BSATN of its parameters. */
public record ReducerCall(
        int reducerId, Identity sender, ConnectionId connection, Timestamp timestamp, Bytes args) {}
