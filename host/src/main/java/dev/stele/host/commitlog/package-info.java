/**
 * The format of the commit log and its files: nothing about databases, nothing about threads.
 *
 * <pre>
 * segment  = header, commit*                 file {20 digits of its first TxOffset}.stdb.log
 * header   = "(ds)^2", u8 version 1, u8 checksum algorithm 0 (CRC-32C), u16 0          10 bytes
 * commit   = u64 min TxOffset, u64 epoch, u16 n, u32 length, records, u32 CRC-32C      26 + length
 * </pre>
 *
 * <p>All little-endian; the checksum covers header and records of a commit. {@code n} transactions
 * with consecutive offsets share a commit. Source: spec 09 section 9.2.
 *
 * <p><b>Where a log ends.</b> The last segment may be torn: it ends before the first commit that is
 * incomplete, zero, fails its checksum or is out of order, unless a whole valid commit that carries
 * on the numbering lies behind that place. In that case acknowledged data would be lost by cutting,
 * so opening refuses and names segment and byte. A sealed segment must be whole.
 */
@NullMarked
package dev.stele.host.commitlog;

import org.jspecify.annotations.NullMarked;
