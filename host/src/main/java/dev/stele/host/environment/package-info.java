/**
 * The small ports through which the database reaches the outside: disk, clock, randomness, threads.
 *
 * <p>Production code uses {@link dev.stele.host.environment.LogStore}, {@link
 * dev.stele.host.environment.Clock}, {@link dev.stele.host.environment.Rng} and {@link
 * dev.stele.host.environment.Threads}; nothing else in {@code host} may name files, clocks or
 * threads of the JVM, so that a simulator can stand in for all of them at once.
 */
@NullMarked
package dev.stele.host.environment;

import org.jspecify.annotations.NullMarked;
