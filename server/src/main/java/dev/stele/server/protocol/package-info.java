/**
 * The messages of the WebSocket protocols v2 and v3 and their bytes; no sockets. A v3 frame holds
 * one or more v2 messages. Spec 04 section 4.4.
 */
@NullMarked
package dev.stele.server.protocol;

import org.jspecify.annotations.NullMarked;
