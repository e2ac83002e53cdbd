package dev.stele.host.datastore;

import dev.stele.host.sats.Bytes;
import dev.stele.host.sats.ConnectionId;
import dev.stele.host.sats.Identity;
import dev.stele.host.sats.Timestamp;

/**
 * What caused a transaction: a reducer's name (cut at 255 bytes in the log), its caller and
 * arguments.
 */
public record TxInputs(
        String reducer,
        Identity caller,
        ConnectionId connection,
        Timestamp timestamp,
        Bytes args) {}
