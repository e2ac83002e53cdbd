/**
 * The conformance suite: one module in every language, one set of cases, and the same bytes
 * expected from all of them.
 *
 * <p>{@code cases} reads the case files, {@code wire} is a client of the protocols written for this
 * suite alone, so that an error in the host's codecs cannot hide itself, {@code run} drives a
 * server, {@code report} tells the result. The way in is {@link dev.stele.conformance.Main}, which
 * {@code stele conformance} starts.
 */
@NullMarked
package dev.stele.conformance;

import org.jspecify.annotations.NullMarked;
