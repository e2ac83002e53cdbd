/**
 * Replays what the reference answered, requests over HTTP and sessions over WebSocket, against a
 * real server. A reply is equal, different on purpose, left out, or wrong; {@code differences.tsv}
 * lists all of the second and third kind with their reasons, {@code files.tsv} the recordings that
 * are left out as a whole.
 */
@NullMarked
package dev.stele.server.recorded;

import org.jspecify.annotations.NullMarked;
