/**
 * How failures are named: {@link dev.stele.host.error.HostException} for a caller's mistake or a
 * lack of resources, {@link dev.stele.host.error.Invariant} for our own.
 *
 * <p>Expected outcomes are sealed results of the packages that produce them, not exceptions.
 */
@NullMarked
package dev.stele.host.error;

import org.jspecify.annotations.NullMarked;
