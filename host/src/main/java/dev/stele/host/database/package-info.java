/**
 * One database on one folder: its state, its log, and how the two are kept in step.
 *
 * <p>{@link dev.stele.host.database.Database} is the only class that knows the datastore and the
 * durability. Opening replays the log; committing publishes the new state and hands the transaction
 * to the log in the same step, so the order of both is one.
 */
@NullMarked
package dev.stele.host.database;

import org.jspecify.annotations.NullMarked;
