/**
 * Whole-system benchmarks: a load generator for servers that speak the WebSocket protocols v2 and
 * v3, the keynote-2 workload over it, and a harness that kills the server under load.
 *
 * <p>Nothing here knows Stele's classes: it can be pointed at any compatible server on this
 * machine. The generator is one thread over non-blocking sockets, so that it leaves the cores to
 * the server.
 */
@NullMarked
package dev.stele.bench;

import org.jspecify.annotations.NullMarked;
