package dev.stele.server.websocket;

import dev.stele.host.environment.Clock;
import dev.stele.host.environment.StorageException;
import dev.stele.host.module.ModuleHost;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** All open connections, by database. Safe for use by many threads. */
public final class Connections implements AutoCloseable {

    private static final Duration TICK = Duration.ofSeconds(1);

    private final Map<ModuleHost, Set<SubscribeConnection>> byHost = new ConcurrentHashMap<>();
    private final AtomicInteger count = new AtomicInteger();
    private final Clock clock;
    private final Thread ticker;
    private volatile boolean isClosed;

    public Connections(Clock clock) {
        this.clock = clock;
        this.ticker = Thread.ofVirtual().name("websocket-ticker").start(this::tick);
    }

    private void tick() {
        long last = clock.monotonicNanos();
        while (!isClosed) {
            try {
                Thread.sleep(TICK);
            } catch (InterruptedException _) {
                return;
            }
            long now = clock.monotonicNanos();
            boolean wasPaused = now - last > Limits.PAUSE_NANOS;
            last = now;
            for (Set<SubscribeConnection> all : byHost.values()) {
                for (SubscribeConnection connection : all) {
                    if (wasPaused) {
                        connection.serverWasPaused(now);
                    }
                    connection.tick(now);
                }
            }
        }
    }

    /** Whether one more connection may be opened. */
    boolean hasRoom() {
        return count.get() < Limits.CONNECTIONS_MAX;
    }

    void add(SubscribeConnection connection) {
        count.incrementAndGet();
        byHost.computeIfAbsent(connection.host(), this::watch).add(connection);
        connection.durableAdvanced(connection.host().database().durableOffset().get());
    }

    private Set<SubscribeConnection> watch(ModuleHost host) {
        Set<SubscribeConnection> all = ConcurrentHashMap.newKeySet();
        host.database()
                .durableOffset()
                .onAdvance(offset -> {
                    Optional<StorageException> failure = host.database().durableOffset().failure();
                    for (SubscribeConnection connection : all) {
                        if (failure.isPresent()) {
                            connection.disconnect();
                        } else {
                            connection.durableAdvanced(offset);
                        }
                    }
                });
        return all;
    }

    void remove(SubscribeConnection connection) {
        Set<SubscribeConnection> all = byHost.get(connection.host());
        if (all != null && all.remove(connection)) {
            count.decrementAndGet();
        }
    }

    /** Closes the connections of a database that is going away. */
    public void closeAll(ModuleHost host) {
        Set<SubscribeConnection> all = byHost.remove(host);
        if (all != null) {
            all.forEach(connection -> connection.endSoon(CloseFrame.AWAY, "module exited"));
        }
    }

    @Override
    public void close() {
        isClosed = true;
        ticker.interrupt();
    }
}
