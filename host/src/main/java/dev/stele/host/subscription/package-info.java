/**
 * Live queries: what each client subscribed to, and what each commit changes for it.
 *
 * <pre>
 * writer thread -> FanOut queue -> fan-out thread: SubscriptionManager -> ClientSink (a bounded outbox)
 *   Committed, call results,        in commit order; each distinct query once,
 *   subscribe, unsubscribe, gone    its rows encoded once, shared by all clients
 * </pre>
 *
 * <p>The fan-out thread stands at one state of the database at any time: the state after the last
 * commit that it took. A new subscription is answered from exactly that state and sees exactly the
 * commits behind it, so nobody sees a row twice or misses one. Source: spec 04 sections 4.4 and
 * 4.5.
 */
@NullMarked
package dev.stele.host.subscription;

import org.jspecify.annotations.NullMarked;
