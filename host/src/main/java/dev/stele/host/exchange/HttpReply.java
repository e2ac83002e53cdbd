package dev.stele.host.exchange;

import dev.stele.host.sats.Bytes;

/** A response with its body. */
public record HttpReply(HttpResponse response, Bytes body) {}
