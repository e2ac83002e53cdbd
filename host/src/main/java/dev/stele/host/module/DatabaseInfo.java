package dev.stele.host.module;

import dev.stele.host.sats.Identity;

/** A database's own identity and that of its owner. */
public record DatabaseInfo(Identity identity, Identity owner) {}
