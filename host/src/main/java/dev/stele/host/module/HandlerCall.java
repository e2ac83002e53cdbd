package dev.stele.host.module;

import dev.stele.host.sats.Bytes;
import dev.stele.host.sats.Timestamp;

/** One call of an HTTP handler; {@code request} is the BSATN of the request without its body. */
public record HandlerCall(int handlerId, Timestamp timestamp, Bytes request, Bytes body) {}
