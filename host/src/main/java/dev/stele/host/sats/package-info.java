/**
 * The type system: {@link dev.stele.host.sats.AlgebraicType} and the few values that every layer
 * names.
 *
 * <p>Values of user types have no Java objects of their own. A value is its canonical BSATN bytes
 * next to its {@link dev.stele.host.sats.AlgebraicType}; columns are read in place. Only the
 * identities, times and byte strings that the host itself computes with are records here.
 *
 * <p>Source: SATS, spec 02 sections 2.1 and 2.3.
 */
@NullMarked
package dev.stele.host.sats;

import org.jspecify.annotations.NullMarked;
