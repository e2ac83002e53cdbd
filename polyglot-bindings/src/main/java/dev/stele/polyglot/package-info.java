/**
 * Runs guest modules inside this process: the budgets, the watchdog that enforces them and the
 * checks of the engine that every language shares. Each language has its own package below.
 *
 * <p>A guest is untrusted code on a shared heap. GraalVM CE has no resource limits of its own that
 * suffice (no allocation limit, no limit on time spent in built-ins), so {@link
 * dev.stele.polyglot.Watchdog} watches from outside: one thread looks every 2 ms at what every
 * running call has used and cancels the context of one that used too much. A call of a few
 * microseconds pays two volatile writes for that.
 *
 * <p>The interpreter is 20 times slower than compiled code: {@link dev.stele.polyglot.EngineCheck}
 * tells the launcher whether the Graal compiler is there.
 */
@NullMarked
package dev.stele.polyglot;

import org.jspecify.annotations.NullMarked;
