package dev.stele.server.http;

import dev.stele.server.http.Arrivals.Arrival;
import io.helidon.common.buffers.BufferData;
import io.helidon.common.concurrency.limits.Limit;
import io.helidon.common.task.InterruptableTask;
import io.helidon.http.Headers;
import io.helidon.http.HttpPrologue;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.http1.Http1ConnectionListener;
import io.helidon.webserver.http1.Http1ConnectionSelector;
import io.helidon.webserver.http1.spi.Http1Upgrader;
import io.helidon.webserver.spi.ServerConnection;
import io.helidon.webserver.spi.ServerConnectionSelector;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * HTTP connections, counted, and closed when the head of a request does not arrive in time. Safe
 * for use by many threads.
 */
public final class GuardedSockets implements ServerConnectionSelector {

    private static final byte[] TOO_MANY =
            """
            HTTP/1.1 503 Service Unavailable
            Connection: close
            Content-Type: text/plain; charset=utf-8
            Content-Length: 20

            too many connections\
            """
                    .replace("\n", "\r\n")
                    .getBytes(StandardCharsets.US_ASCII);

    private final SocketLimits limits;
    private final ServerConnectionSelector http;
    private final Heads heads;
    private final Map<InetAddress, Integer> byAddress = new ConcurrentHashMap<>();
    private final AtomicInteger count = new AtomicInteger();

    /** Connections as {@code config} wants them, which {@code upgrader} may take over. */
    public GuardedSockets(
            SocketLimits limits,
            Arrivals arrivals,
            Http1Config.Builder config,
            Http1Upgrader upgrader) {
        this.limits = limits;
        this.heads = new Heads(arrivals, new ConcurrentHashMap<>());
        this.http =
                Http1ConnectionSelector.builder()
                        .config(config.addReceiveListener(heads).build())
                        .addUpgrader(upgrader)
                        .build();
    }

    @Override
    public int bytesToIdentifyConnection() {
        return http.bytesToIdentifyConnection();
    }

    @Override
    public Support supports(BufferData data) {
        return http.supports(data);
    }

    @Override
    public Set<String> supportedApplicationProtocols() {
        return http.supportedApplicationProtocols();
    }

    @Override
    public ServerConnection connection(ConnectionContext ctx) {
        InetAddress address = address(ctx);
        int all = count.incrementAndGet();
        int ofAddress = byAddress.merge(address, 1, Integer::sum);
        boolean isRefused = all > limits.socketsMax() || ofAddress > limits.perAddressMax();
        return new Guarded(ctx, address, isRefused ? new Refused(ctx) : http.connection(ctx));
    }

    private static InetAddress address(ConnectionContext ctx) {
        return ctx.remotePeer().address() instanceof InetSocketAddress peer
                ? peer.getAddress()
                : InetAddress.getLoopbackAddress();
    }

    /** The heads of requests that are arriving, by connection. */
    private record Heads(Arrivals arrivals, Map<ConnectionContext, Arrival> pending)
            implements Http1ConnectionListener {

        void expect(ConnectionContext ctx) {
            Arrival before = pending.put(ctx, arrivals.begin(ctx.serverSocket()::close));
            if (before != null) {
                before.end();
            }
        }

        void end(ConnectionContext ctx) {
            Arrival head = pending.remove(ctx);
            if (head != null) {
                head.end();
            }
        }

        /** The first line is here. */
        @Override
        public void prologue(ConnectionContext ctx, HttpPrologue prologue) {
            expect(ctx);
        }

        @Override
        public void headers(ConnectionContext ctx, Headers headers) {
            end(ctx);
        }
    }

    /** One connection, from its first byte to its end. */
    private final class Guarded implements ServerConnection, InterruptableTask<Void> {

        private final ConnectionContext ctx;
        private final InetAddress address;
        private final ServerConnection connection;

        Guarded(ConnectionContext ctx, InetAddress address, ServerConnection connection) {
            this.ctx = ctx;
            this.address = address;
            this.connection = connection;
        }

        @Override
        public void handle(Limit limit) throws InterruptedException {
            heads.expect(ctx);
            try {
                connection.handle(limit);
            } finally {
                heads.end(ctx);
                count.decrementAndGet();
                byAddress.computeIfPresent(address, (_, n) -> n == 1 ? null : n - 1);
            }
        }

        @Override
        public boolean canInterrupt() {
            return connection instanceof InterruptableTask<?> task && task.canInterrupt();
        }

        @Override
        public Duration idleTime() {
            return connection.idleTime();
        }

        @Override
        public void close(boolean interrupt) {
            connection.close(interrupt);
        }
    }

    /** A connection that is told that it is one too many. */
    private record Refused(ConnectionContext ctx) implements ServerConnection {

        @Override
        public void handle(Limit limit) {
            ctx.dataWriter().writeNow(BufferData.create(TOO_MANY));
        }

        @Override
        public Duration idleTime() {
            return Duration.ZERO;
        }

        @Override
        public void close(boolean interrupt) {
            ctx.serverSocket().close();
        }
    }
}
