package dev.stele.server.http;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.concurrency.limits.Limit;
import io.helidon.common.task.InterruptableTask;
import io.helidon.http.BadRequestException;
import io.helidon.http.Header;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
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
import java.util.regex.Pattern;

/**
 * HTTP connections, counted, and closed when a request does not arrive in time. Safe for use by
 * many threads.
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
    private final Arrivals arrivals;
    private final RequestWatch watch;
    private final Map<InetAddress, Integer> byAddress = new ConcurrentHashMap<>();
    private final Map<ConnectionContext, ServerConnection> open = new ConcurrentHashMap<>();
    private final AtomicInteger count = new AtomicInteger();

    /** Connections as {@code config} wants them, which {@code upgrader} may take over. */
    public GuardedSockets(
            SocketLimits limits,
            Arrivals arrivals,
            Http1Config.Builder config,
            Http1Upgrader upgrader) {
        this.limits = limits;
        this.arrivals = arrivals;
        this.watch = new RequestWatch(arrivals, open);
        this.http =
                Http1ConnectionSelector.builder()
                        .config(config.addReceiveListener(watch).build())
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

    /**
     * Follows each request: its head, and its body until a handler has read it, must arrive in
     * time. Refuses heads that leave open where the body ends: another server in front of this one
     * could see other requests than this one does.
     */
    private record RequestWatch(Arrivals arrivals, Map<ConnectionContext, ServerConnection> open)
            implements Http1ConnectionListener {

        private static final Pattern CLOSE = Pattern.compile("(?i)(.*,)?\\s*close\\s*(,.*)?");
        private static final Pattern CHUNKED = Pattern.compile("(?i)chunked");
        private static final Pattern LENGTH = Pattern.compile("[0-9]{1,18}");

        void expectRequest(ConnectionContext ctx) {
            arrivals.begin(ctx.serverSocket()::close);
        }

        /** The first line is here. */
        @Override
        public void prologue(ConnectionContext ctx, HttpPrologue prologue) {
            expectRequest(ctx);
        }

        @Override
        public void headers(ConnectionContext ctx, Headers headers) {
            endAfterThisIfAsked(ctx, headers);
            boolean isChunked = headers.contains(HeaderNames.TRANSFER_ENCODING);
            boolean hasLength = headers.contains(HeaderNames.CONTENT_LENGTH);
            if (!isChunked && !hasLength) {
                arrivals.end();
                return;
            }
            if (isChunked && hasLength) {
                throw new BadRequestException("both Transfer-Encoding and Content-Length");
            }
            if (isChunked && !isOnly(headers, HeaderNames.TRANSFER_ENCODING, CHUNKED)) {
                throw new BadRequestException("Transfer-Encoding is not \"chunked\"");
            }
            if (hasLength && !isOnly(headers, HeaderNames.CONTENT_LENGTH, LENGTH)) {
                throw new BadRequestException("Content-Length is not one number");
            }
            expectRequest(ctx);
        }

        /** The web server says that it will close such a connection, but does not. */
        private void endAfterThisIfAsked(ConnectionContext ctx, Headers headers) {
            ServerConnection connection = open.get(ctx);
            if (connection != null
                    && headers.contains(HeaderNames.CONNECTION)
                    && headers.get(HeaderNames.CONNECTION).allValues().stream()
                            .anyMatch(value -> CLOSE.matcher(value).matches())) {
                connection.close(false);
            }
        }

        private static boolean isOnly(Headers headers, HeaderName name, Pattern value) {
            Header header = headers.get(name);
            return header.valueCount() == 1 && value.matcher(header.get()).matches();
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
            watch.expectRequest(ctx);
            open.put(ctx, connection);
            try {
                connection.handle(limit);
            } finally {
                open.remove(ctx);
                arrivals.end();
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
