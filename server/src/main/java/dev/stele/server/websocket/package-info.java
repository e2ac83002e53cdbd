/**
 * Connections of clients: the upgrade, frames, and the bounded outbox of each.
 *
 * <pre>
 * reading: the connection's virtual thread    frames -> messages -> one submit for all that arrived
 * writing: one virtual thread per connection  ClientOutbox -> messages whose offset is durable -> frames
 * </pre>
 *
 * <p>The frame codec is our own, on the connection that the HTTP server hands over at the upgrade:
 * all messages that one read brings are handed on together, and all that can be sent goes out in
 * one write. Spec 04 sections 4.1 and 4.2; RFC 6455.
 */
@NullMarked
package dev.stele.server.websocket;

import org.jspecify.annotations.NullMarked;
