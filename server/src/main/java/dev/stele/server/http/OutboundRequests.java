package dev.stele.server.http;

import dev.stele.host.exchange.HttpFailedException;
import dev.stele.host.exchange.HttpHeader;
import dev.stele.host.exchange.HttpReply;
import dev.stele.host.exchange.HttpRequest;
import dev.stele.host.exchange.HttpResponse;
import dev.stele.host.exchange.HttpSender;
import dev.stele.host.exchange.HttpVersion;
import dev.stele.host.sats.Bytes;
import io.helidon.http.Header;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import io.helidon.webclient.api.DnsAddressLookup;
import io.helidon.webclient.api.HttpClientRequest;
import io.helidon.webclient.api.HttpClientResponse;
import io.helidon.webclient.api.WebClient;
import io.helidon.webclient.spi.DnsResolver;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The requests that modules make. The address is checked where the connection is made, so a name
 * that changes its address meanwhile, or a redirect, gets nowhere else. Safe for use by many
 * threads.
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

    /** The body of a response, in bytes. */
    static final int RESPONSE_BYTES_MAX = 32 << 20;

    /** How many redirects are followed. */
    static final int REDIRECTS_MAX = 10;

    private static final String REFUSED =
            "refusing to connect to private or special-purpose addresses";

    private static final int PART_BYTES = 8 << 10;

    /** Headers of one connection, which the client writes itself. */
    private static final Set<String> OF_CONNECTION =
            Set.of("connection", "content-length", "host", "transfer-encoding", "upgrade");

    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);

    private final Reach reach;
    private final WebClient client;

    public OutboundRequests(Reach reach) {
        this.reach = reach;
        this.client =
                WebClient.builder()
                        .followRedirects(false)
                        .servicesDiscoverServices(false)
                        .dnsResolver(new CheckedAddresses())
                        .connectTimeout(TIMEOUT)
                        .build();
    }

    /** An address that modules may not connect to. */
    private static final class RefusedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        RefusedException() {
            super(REFUSED);
        }
    }

    /** Resolves names to addresses that are allowed; asked for each new connection. */
    private final class CheckedAddresses implements DnsResolver {

        @Override
        public InetAddress resolveAddress(String host, DnsAddressLookup lookup) {
            InetAddress[] all;
            try {
                all = InetAddress.getAllByName(host);
            } catch (UnknownHostException e) {
                throw new IllegalArgumentException("dns error: no address of " + host, e);
            }
            for (InetAddress address : all) {
                if (isAllowed(address)) {
                    return address;
                }
            }
            throw new RefusedException();
        }
    }

    private boolean isAllowed(InetAddress address) {
        return reach == Reach.EVERYTHING || PublicAddresses.isPublic(address);
    }

    @Override
    public HttpReply send(HttpRequest request, Bytes body) throws HttpFailedException {
        if (reach == Reach.NOTHING) {
            throw new HttpFailedException("module outbound HTTP requests are disabled");
        }
        long deadline = System.nanoTime() + timeout(request).toNanos();
        Method method = Method.create(request.method().name());
        Bytes content = body;
        URI uri = uri(request.uri());
        for (int i = 0; i <= REDIRECTS_MAX; i++) {
            requireLiteralAllowed(uri);
            Answer answer = exchange(method, uri, request.headers(), content, deadline);
            if (answer.next().isEmpty()) {
                return answer.reply();
            }
            URI next = uri.resolve(answer.next().get());
            int status = answer.reply().response().code();
            if (status == 303 || (status < 303 && method.equals(Method.POST))) {
                method = Method.GET;
                content = Bytes.EMPTY;
            }
            uri = uri(next.toString());
        }
        throw new HttpFailedException("error following redirect: too many redirects");
    }

    private static Duration timeout(HttpRequest request) {
        Duration wanted = request.timeout().orElse(TIMEOUT);
        return wanted.compareTo(TIMEOUT_MAX) > 0 ? TIMEOUT_MAX : wanted;
    }

    private static URI uri(String text) throws HttpFailedException {
        URI uri;
        try {
            uri = new URI(text);
        } catch (URISyntaxException e) {
            throw new HttpFailedException("builder error: " + e.getReason());
        }
        if (uri.getScheme() == null) {
            throw new HttpFailedException("builder error: relative URL without a base");
        }
        String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https")) {
            throw new HttpFailedException("builder error: URL scheme is not allowed");
        }
        if (uri.getHost() == null || uri.getHost().isEmpty()) {
            throw new HttpFailedException("builder error: empty host");
        }
        return uri;
    }

    private void requireLiteralAllowed(URI uri) throws HttpFailedException {
        InetAddress literal;
        try {
            literal = InetAddress.ofLiteral(uri.getHost());
        } catch (IllegalArgumentException _) {
            // A name: what it stands for is seen when the connection is made.
            return;
        }
        if (!isAllowed(literal)) {
            throw new HttpFailedException(REFUSED);
        }
    }

    /** A response, and where it redirects to, if it does. */
    private record Answer(HttpReply reply, Optional<String> next) {}

    private Answer exchange(
            Method method, URI uri, List<HttpHeader> headers, Bytes body, long deadline)
            throws HttpFailedException {
        HttpClientRequest request =
                client.method(method)
                        .uri(uri)
                        .skipUriEncoding(true)
                        .readTimeout(left(deadline, uri));
        for (HttpHeader header : headers) {
            HeaderName name = HeaderNames.create(header.name());
            if (!OF_CONNECTION.contains(name.lowerCase())) {
                request.headers(all -> all.add(name, text(header.value())));
            }
        }
        try (HttpClientResponse response =
                body.size() == 0 ? request.request() : request.submit(body.toByteArray())) {
            List<HttpHeader> received = new ArrayList<>();
            for (Header header : response.headers()) {
                for (String value : header.allValues()) {
                    received.add(
                            new HttpHeader(
                                    header.headerName().lowerCase(),
                                    Bytes.wrap(value.getBytes(StandardCharsets.ISO_8859_1))));
                }
            }
            int status = response.status().code();
            Bytes content =
                    response.entity().hasEntity()
                            ? read(response.inputStream(), deadline, uri)
                            : Bytes.EMPTY;
            HttpReply reply =
                    new HttpReply(new HttpResponse(received, HttpVersion.HTTP_11, status), content);
            return new Answer(
                    reply,
                    REDIRECTS.contains(status)
                            ? response.headers().first(HeaderNames.LOCATION)
                            : Optional.empty());
        } catch (IOException | RuntimeException e) {
            throw new HttpFailedException(failure(uri, e));
        }
    }

    private static Duration left(long deadline, URI uri) throws HttpFailedException {
        long nanos = deadline - System.nanoTime();
        if (nanos <= 0) {
            throw new HttpFailedException(sending(uri) + "operation timed out");
        }
        return Duration.ofNanos(nanos);
    }

    private static Bytes read(InputStream in, long deadline, URI uri)
            throws IOException, HttpFailedException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] part = new byte[PART_BYTES];
        for (int length = in.read(part); length >= 0; length = in.read(part)) {
            out.write(part, 0, length);
            if (out.size() > RESPONSE_BYTES_MAX) {
                throw new HttpFailedException(
                        sending(uri)
                                + "the response has more than "
                                + RESPONSE_BYTES_MAX
                                + " bytes");
            }
            left(deadline, uri);
        }
        return Bytes.wrap(out.toByteArray());
    }

    private static String text(Bytes value) {
        return new String(value.unsafeArray(), StandardCharsets.ISO_8859_1);
    }

    /** The beginning of an error text; without the query, which may hold secrets. */
    private static String sending(URI uri) {
        String shown = uri.toString();
        int query = shown.indexOf('?');
        return "error sending request for url ("
                + (query < 0 ? shown : shown.substring(0, query))
                + "): ";
    }

    private static String failure(URI uri, Exception e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof RefusedException) {
                return sending(uri) + "client error (Connect): dns error: " + REFUSED;
            }
            if (cause instanceof java.net.SocketTimeoutException) {
                return sending(uri) + "operation timed out";
            }
        }
        return sending(uri) + "client error: " + e.getMessage();
    }
}
