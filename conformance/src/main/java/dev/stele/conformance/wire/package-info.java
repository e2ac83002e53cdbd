/**
 * The client's side of the protocols: HTTP, WebSocket v2 and v3, BSATN and its JSON forms. Shares
 * nothing with the host but the model of types.
 */
@NullMarked
package dev.stele.conformance.wire;

import org.jspecify.annotations.NullMarked;
