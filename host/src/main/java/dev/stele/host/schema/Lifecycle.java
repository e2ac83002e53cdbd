package dev.stele.host.schema;

/** The events that a reducer can be bound to; the wire tag is the position. */
public enum Lifecycle {
    INIT,
    ON_CONNECT,
    ON_DISCONNECT
}
