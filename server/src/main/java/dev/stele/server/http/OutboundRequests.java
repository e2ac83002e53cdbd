package dev.stele.server.http;

import dev.stele.host.exchange.HttpFailedException;
import dev.stele.host.exchange.HttpHeader;
import dev.stele.host.exchange.HttpReply;
import dev.stele.host.exchange.HttpRequest;
import dev.stele.host.exchange.HttpSender;
import dev.stele.host.sats.Bytes;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * The requests that modules make. The address is checked where the connection is made, so a name
 * that changes its address meanwhile, or a redirect, gets nowhere else; that, and that a module's
 * URL and headers go out byte for byte, is why no client library is used. Safe for use by many
 * threads. Spec 01 section 1.11.
 */
public final class OutboundRequests implements HttpSender {

    /** Where modules may connect to. */
    public enum Reach {
        /** Nowhere. */
        NOTHING,
        /** The public internet. */
        PUBLIC,
        /** Every address, those of this machine too. */
        EVERYTHING;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** How long an exchange may take when the module does not say. */
    static final Duration TIMEOUT = Duration.ofSeconds(30);

    /** How long an exchange may take at most. */
    static final Duration TIMEOUT_MAX = Duration.ofMinutes(3);

    /** How many redirects are followed. */
    static final int REDIRECTS_MAX = 10;

    private static final String REFUSED =
            "refusing to connect to private or special-purpose addresses";

    private static final int NANOS_PER_MILLI = 1_000_000;

    private static final int SEE_OTHER = 303;

    private static final Set<Integer> REDIRECTS = Set.of(301, 302, SEE_OTHER, 307, 308);

    /** Headers that are for the server they were written for, and no other. */
    private static final Set<String> SECRET =
            Set.of("authorization", "cookie", "cookie2", "proxy-authorization", "www-authenticate");

    /** Headers about the body, which go with it. */
    private static final Set<String> OF_BODY =
            Set.of("content-encoding", "content-language", "content-location", "content-type");

    /** Finds the addresses of a name. */
    interface Names {
        InetAddress[] addressesOf(String host) throws UnknownHostException;
    }

    /** Where connections may go, and how they are made. */
    record Roads(
            boolean isEnabled,
            Predicate<InetAddress> allowed,
            boolean isMappedAllowed,
            Names names,
            SSLSocketFactory secure) {

        static Roads of(Reach reach) {
            return new Roads(
                    reach != Reach.NOTHING,
                    reach == Reach.EVERYTHING ? _ -> true : PublicAddresses::isPublic,
                    reach == Reach.EVERYTHING,
                    InetAddress::getAllByName,
                    (SSLSocketFactory) SSLSocketFactory.getDefault());
        }
    }

    private final Roads roads;

    public OutboundRequests(Reach reach) {
        this(Roads.of(reach));
    }

    OutboundRequests(Roads roads) {
        this.roads = roads;
    }

    @Override
    public HttpReply send(HttpRequest request, Bytes body) throws HttpFailedException {
        if (!roads.isEnabled()) {
            throw new HttpFailedException("module outbound HTTP requests are disabled");
        }
        OutboundUrl url = OutboundUrl.of(request.uri());
        requireValid(request);
        Duration timeout = timeout(request);
        long deadline = System.nanoTime() + timeout.toNanos();
        FutureTask<HttpReply> exchange =
                new FutureTask<>(() -> follow(request, url, body, deadline));
        // Whatever this thread waits for, a name, a connection or a byte: it can be interrupted.
        Thread.ofVirtual().name("module-http").start(exchange);
        try {
            return exchange.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException _) {
            throw timedOut(url);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new HttpFailedException(sending(url) + "interrupted");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof HttpFailedException failed) {
                throw failed;
            }
            throw new IllegalStateException(e.getCause());
        } finally {
            exchange.cancel(true);
        }
    }

    private static void requireValid(HttpRequest request) throws HttpFailedException {
        if (!OutboundExchange.isToken(request.method().name())) {
            throw new HttpFailedException("builder error: invalid HTTP method");
        }
        for (HttpHeader header : request.headers()) {
            if (!OutboundExchange.isToken(header.name())
                    || !OutboundExchange.isHeaderValue(header.value())) {
                throw new HttpFailedException("builder error: invalid HTTP header");
            }
        }
    }

    private static Duration timeout(HttpRequest request) {
        Duration wanted = request.timeout().orElse(TIMEOUT);
        if (wanted.isNegative()) {
            return Duration.ZERO;
        }
        return wanted.compareTo(TIMEOUT_MAX) > 0 ? TIMEOUT_MAX : wanted;
    }

    /** The exchange, and those that it is redirected to. */
    private HttpReply follow(HttpRequest request, OutboundUrl first, Bytes body, long deadline)
            throws HttpFailedException {
        String method = request.method().name();
        List<HttpHeader> headers = request.headers();
        Bytes content = body;
        OutboundUrl url = first;
        for (int i = 0; i <= REDIRECTS_MAX; i++) {
            HttpReply reply = exchange(method, url, headers, content, deadline);
            int status = reply.response().code();
            Optional<String> location = location(reply);
            if (!REDIRECTS.contains(status) || location.isEmpty()) {
                return reply;
            }
            OutboundUrl next = url.redirected(location.get());
            boolean isToBeGot =
                    status == SEE_OTHER
                            ? !method.equals("HEAD")
                            : status < SEE_OTHER && method.equals("POST");
            if (isToBeGot) {
                method = "GET";
                content = Bytes.EMPTY;
                headers = without(headers, OF_BODY);
            }
            if (!url.isOfSameServer(next)) {
                headers = without(headers, SECRET);
            }
            url = next;
        }
        throw new HttpFailedException("error following redirect: too many redirects");
    }

    private static Optional<String> location(HttpReply reply) {
        return reply.response().headers().stream()
                .filter(header -> header.name().equals("location"))
                .map(header ->
                        new String(header.value().unsafeArray(), StandardCharsets.ISO_8859_1))
                .findFirst();
    }

    private static List<HttpHeader> without(List<HttpHeader> headers, Set<String> names) {
        return headers.stream()
                .filter(header -> !names.contains(header.name().toLowerCase(Locale.ROOT)))
                .toList();
    }

    private HttpReply exchange(
            String method, OutboundUrl url, List<HttpHeader> headers, Bytes body, long deadline)
            throws HttpFailedException {
        try (Socket plain = connect(url, deadline);
                Socket connection = url.isSecure() ? secured(plain, url) : plain) {
            return new OutboundExchange(method, connection).send(url, headers, body);
        } catch (SocketTimeoutException _) {
            throw timedOut(url);
        } catch (IOException e) {
            throw new HttpFailedException(sending(url) + "client error: " + e.getMessage());
        }
    }

    /** A connection to the first address that is allowed and answers. */
    private Socket connect(OutboundUrl url, long deadline) throws IOException, HttpFailedException {
        List<InetAddress> addresses = addresses(url);
        IOException failure = new IOException("no address");
        for (int i = 0; i < addresses.size(); i++) {
            // Each of the addresses that are left gets its share of the time.
            long millis = (deadline - System.nanoTime()) / NANOS_PER_MILLI / (addresses.size() - i);
            if (millis <= 0) {
                throw timedOut(url);
            }
            Socket socket = new Socket(Proxy.NO_PROXY);
            try {
                socket.setTcpNoDelay(true);
                socket.connect(new InetSocketAddress(addresses.get(i), url.port()), (int) millis);
                return socket;
            } catch (IOException e) {
                socket.close();
                failure = e;
            }
        }
        if (failure instanceof SocketTimeoutException) {
            throw timedOut(url);
        }
        throw new HttpFailedException(
                sending(url) + "client error (Connect): " + failure.getMessage());
    }

    private List<InetAddress> addresses(OutboundUrl url) throws HttpFailedException {
        Optional<InetAddress> literal = url.literal();
        if (literal.isPresent()) {
            if (!roads.allowed().test(literal.get())
                    || (url.isMappedLiteral() && !roads.isMappedAllowed())) {
                throw new HttpFailedException(REFUSED);
            }
            return List.of(literal.get());
        }
        InetAddress[] found;
        try {
            found = roads.names().addressesOf(url.host());
        } catch (UnknownHostException _) {
            throw new HttpFailedException(
                    sending(url)
                            + "client error (Connect): dns error: no address of "
                            + url.host());
        }
        List<InetAddress> allowed = Arrays.stream(found).filter(roads.allowed()).toList();
        if (allowed.isEmpty()) {
            throw new HttpFailedException(
                    sending(url) + "client error (Connect): dns error: " + REFUSED);
        }
        return allowed;
    }

    /** TLS over {@code plain}, with a certificate that is the host's. */
    private SSLSocket secured(Socket plain, OutboundUrl url) throws IOException {
        SSLSocket socket =
                (SSLSocket) roads.secure().createSocket(plain, url.host(), url.port(), true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return socket;
    }

    private static HttpFailedException timedOut(OutboundUrl url) {
        return new HttpFailedException(sending(url) + "operation timed out");
    }

    /** The beginning of an error text. */
    private static String sending(OutboundUrl url) {
        return "error sending request for url (" + url.shown() + "): ";
    }
}
