/**
 * The binary codec of SATS values: one {@link dev.stele.host.bsatn.BsatnReader}, one {@link
 * dev.stele.host.bsatn.BsatnWriter}.
 *
 * <pre>
 * Bool                1 byte, 0 or 1
 * U8..U256, I8..I256  fixed width, little-endian, two's complement
 * F32, F64            IEEE bits, little-endian
 * String              u32 byte length, UTF-8
 * Array               u32 element count, elements back to back
 * Product             fields back to back
 * Sum                 u8 tag, payload
 * </pre>
 *
 * <p>Reading never allocates more than the bytes that are there: a length is checked against what
 * remains before anything is made from it. Source: spec 02 section 2.2.
 */
@NullMarked
package dev.stele.host.bsatn;

import org.jspecify.annotations.NullMarked;
