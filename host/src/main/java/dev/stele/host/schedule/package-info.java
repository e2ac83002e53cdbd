/**
 * Calls at a time that a row says. Which row is due when is kept in memory, in step with the
 * committed rows; when an interval began is a row of its own, so that ticks stay where they are
 * across a restart.
 */
@NullMarked
package dev.stele.host.schedule;

import org.jspecify.annotations.NullMarked;
