/**
 * When a transaction is durable, and who is told.
 *
 * <p>The writer thread hands every transaction to a {@link dev.stele.host.durability.Durability}
 * and goes on. The log thread takes all that waits, writes it as one commit, syncs once, and moves
 * the {@link dev.stele.host.durability.DurableOffset}; the next group starts when that sync
 * returned, so a slow disk makes groups larger, not queues longer. What waits is bounded: a writer
 * that is too fast for the disk waits.
 *
 * <p>A failed write or sync is final for the database: the offset never moves past it, further
 * transactions are refused with the first cause, whoever waits is told.
 */
@NullMarked
package dev.stele.host.durability;

import org.jspecify.annotations.NullMarked;
