package dev.stele.host.module;

import dev.stele.host.sats.Bytes;
import dev.stele.host.sats.Identity;

/**
 * One call of a view. Views that depend on {@code sender} and those that do not ({@code
 * isAnonymous}) are numbered apart; {@code args} is the BSATN of the view's parameters.
 */
public record ViewCall(int viewId, boolean isAnonymous, Identity sender, Bytes args) {}
