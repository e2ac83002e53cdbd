package dev.stele.server.auth;

import dev.stele.host.sats.Identity;

/** A caller whose token was accepted, or who was given one: {@code payload} is its JSON text. */
public record Claims(Identity identity, String token, String payload) {}
