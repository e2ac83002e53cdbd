/**
 * The server: {@link dev.stele.server.SteleServer} puts databases, tokens, HTTP and WebSocket
 * together.
 *
 * <p>Packages, in the order in which they may use each other: {@code auth}, {@code control}, {@code
 * protocol}, {@code websocket}, {@code http}.
 */
@NullMarked
package dev.stele.server;

import org.jspecify.annotations.NullMarked;
