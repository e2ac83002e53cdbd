package dev.stele.server.http;

import dev.stele.host.exchange.HttpHeader;
import dev.stele.host.exchange.HttpReply;
import dev.stele.host.exchange.HttpResponse;
import dev.stele.host.exchange.HttpVersion;
import dev.stele.host.sats.Bytes;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ProtocolException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * One request and its response, by HTTP/1.1 on a connection that is for them alone. Every byte that
 * a module gives goes out as it is or not at all, and of what comes nothing is trusted. RFC 9112.
 */
final class OutboundExchange {

    /** The body of a response, in bytes. */
    static final int RESPONSE_BYTES_MAX = 32 << 20;

    /** The status line and the headers of a response, in bytes; each of the interim ones too. */
    static final int HEAD_BYTES_MAX = 64 << 10;

    /** Interim responses before the real one. */
    private static final int INTERIM_MAX = 16;

    private static final int PART_BYTES = 16 << 10;
    private static final int STATUS_MIN = 100;
    private static final int SWITCHING_PROTOCOLS = 101;
    private static final int OK = 200;
    private static final int NO_CONTENT = 204;
    private static final int NOT_MODIFIED = 304;
    private static final int HEXADECIMAL = 16;

    /** Digits of a chunk's size; more are larger than any body may be. */
    private static final int SIZE_DIGITS_MAX = 8;

    /** Headers of one connection, which are written here. */
    private static final Set<String> OF_CONNECTION =
            Set.of(
                    "connection",
                    "content-length",
                    "expect",
                    "host",
                    "keep-alive",
                    "proxy-connection",
                    "te",
                    "trailer",
                    "transfer-encoding",
                    "upgrade");

    /** Methods whose requests say that they have no body. */
    private static final Set<String> WITH_BODY = Set.of("PATCH", "POST", "PUT");

    private final String method;
    private final InputStream in;
    private final OutputStream out;

    /** An exchange over {@code connection}, which the caller closes. */
    OutboundExchange(String method, Socket connection) throws IOException {
        this.method = method;
        this.in = new BufferedInputStream(connection.getInputStream());
        this.out = connection.getOutputStream();
    }

    /** Whether {@code name} can be the name of a method or header. RFC 9110 section 5.6.2. */
    static boolean isToken(String name) {
        return !name.isEmpty()
                && name.chars()
                        .allMatch(c -> c > ' ' && c < 0x7F && "\"(),/:;<=>?@[\\]{}".indexOf(c) < 0);
    }

    /** Whether {@code value} can be the value of a header. */
    static boolean isHeaderValue(Bytes value) {
        return text(value).chars().noneMatch(c -> (c < ' ' && c != '\t') || c == 0x7F);
    }

    private static String text(Bytes value) {
        return new String(value.unsafeArray(), StandardCharsets.ISO_8859_1);
    }

    /**
     * Sends the request and reads the response.
     *
     * @throws IOException when the other side cuts the connection, says what it must not, or says
     *     more than there may be
     */
    HttpReply send(OutboundUrl url, List<HttpHeader> headers, Bytes body) throws IOException {
        try {
            out.write(head(url, headers, body.size()));
            out.write(body.unsafeArray());
            out.flush();
        } catch (IOException e) {
            // The other side may have answered without reading all.
            try {
                return receive();
            } catch (IOException _) {
                throw e;
            }
        }
        return receive();
    }

    private byte[] head(OutboundUrl url, List<HttpHeader> headers, int bodyBytes) {
        StringBuilder head = new StringBuilder();
        head.append(method).append(' ').append(url.target()).append(" HTTP/1.1\r\n");
        line(head, "host", url.authority());
        boolean isAccepting = false;
        for (HttpHeader header : headers) {
            String name = header.name().toLowerCase(Locale.ROOT);
            if (!OF_CONNECTION.contains(name)) {
                line(head, name, text(header.value()));
            }
            isAccepting |= name.equals("accept");
        }
        if (!isAccepting) {
            line(head, "accept", "*/*");
        }
        if (bodyBytes > 0 || WITH_BODY.contains(method)) {
            line(head, "content-length", Integer.toString(bodyBytes));
        }
        line(head, "connection", "close");
        return head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    private static void line(StringBuilder head, String name, String value) {
        head.append(name).append(": ").append(value).append("\r\n");
    }

    private HttpReply receive() throws IOException {
        for (int i = 0; i < INTERIM_MAX; i++) {
            HttpResponse response = readHead();
            if (response.code() == SWITCHING_PROTOCOLS) {
                throw new ProtocolException("another protocol, which nobody asked for");
            }
            if (response.code() >= OK) {
                return new HttpReply(response, readBody(response));
            }
        }
        throw new ProtocolException("more than " + INTERIM_MAX + " interim responses");
    }

    // ---- the head

    private HttpResponse readHead() throws IOException {
        int[] left = {HEAD_BYTES_MAX};
        String status = readLine(left);
        HttpVersion version;
        if (status.startsWith("HTTP/1.1 ")) {
            version = HttpVersion.HTTP_11;
        } else if (status.startsWith("HTTP/1.0 ")) {
            version = HttpVersion.HTTP_10;
        } else {
            throw new ProtocolException("not a response of HTTP/1");
        }
        String rest = status.substring("HTTP/1.1 ".length());
        if (!rest.matches("\\d{3}( .*)?")) {
            throw new ProtocolException("a status line without a status");
        }
        int code = Integer.parseInt(rest.substring(0, 3));
        if (code < STATUS_MIN) {
            throw new ProtocolException("the status " + code);
        }
        List<HttpHeader> headers = new ArrayList<>();
        for (String line = readLine(left); !line.isEmpty(); line = readLine(left)) {
            int colon = line.indexOf(':');
            String name = line.substring(0, Math.max(0, colon)).toLowerCase(Locale.ROOT);
            Bytes value =
                    Bytes.wrap(
                            line.substring(colon + 1)
                                    .strip()
                                    .getBytes(StandardCharsets.ISO_8859_1));
            if (!isToken(name) || !isHeaderValue(value)) {
                throw new ProtocolException("a header that is none");
            }
            headers.add(new HttpHeader(name, value));
        }
        return new HttpResponse(headers, version, code);
    }

    private int read() throws IOException {
        int b = in.read();
        if (b < 0) {
            throw new EOFException("connection closed before message completed");
        }
        return b;
    }

    /** A line without its end; takes its bytes from what is {@code left}. */
    private String readLine(int[] left) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = read(); b != '\n'; b = read()) {
            if (--left[0] < 0) {
                throw new ProtocolException("more than " + HEAD_BYTES_MAX + " bytes of headers");
            }
            line.write(b);
        }
        String text = line.toString(StandardCharsets.ISO_8859_1);
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }

    // ---- the body

    private Bytes readBody(HttpResponse response) throws IOException {
        int code = response.code();
        if (method.equals("HEAD") || code == NO_CONTENT || code == NOT_MODIFIED) {
            return Bytes.EMPTY;
        }
        List<String> codings = values(response, "transfer-encoding");
        if (!codings.isEmpty()) {
            if (codings.size() > 1 || !codings.getFirst().equalsIgnoreCase("chunked")) {
                throw new ProtocolException("the transfer encoding " + codings);
            }
            return readChunks();
        }
        List<String> lengths = values(response, "content-length").stream().distinct().toList();
        if (lengths.isEmpty()) {
            return readToEnd();
        }
        if (lengths.size() > 1 || !lengths.getFirst().matches("\\d{1,18}")) {
            throw new ProtocolException("the content length " + lengths);
        }
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        readInto(body, Long.parseLong(lengths.getFirst()));
        return Bytes.wrap(body.toByteArray());
    }

    /** What all headers of that name say, each between commas on its own. */
    private static List<String> values(HttpResponse response, String name) {
        return response.headers().stream()
                .filter(header -> header.name().equals(name))
                .flatMap(header -> List.of(text(header.value()).split(",", -1)).stream())
                .map(String::strip)
                .toList();
    }

    private void readInto(ByteArrayOutputStream body, long length) throws IOException {
        if (length > RESPONSE_BYTES_MAX - body.size()) {
            throw tooLarge();
        }
        byte[] part = new byte[(int) Math.min(PART_BYTES, length)];
        for (long left = length; left > 0; ) {
            int read = in.read(part, 0, (int) Math.min(part.length, left));
            if (read < 0) {
                throw new EOFException("connection closed before message completed");
            }
            body.write(part, 0, read);
            left -= read;
        }
    }

    private static ProtocolException tooLarge() {
        return new ProtocolException("the body has more than " + RESPONSE_BYTES_MAX + " bytes");
    }

    private Bytes readToEnd() throws IOException {
        byte[] body = in.readNBytes(RESPONSE_BYTES_MAX + 1);
        if (body.length > RESPONSE_BYTES_MAX) {
            throw tooLarge();
        }
        return Bytes.wrap(body);
    }

    private Bytes readChunks() throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        int[] left = {HEAD_BYTES_MAX};
        for (long size = readSize(left); size > 0; size = readSize(left)) {
            readInto(body, size);
            if (read() != '\r' || read() != '\n') {
                throw new ProtocolException("a chunk that does not end where it should");
            }
            // Sizes are counted by themselves, however many there are.
            left[0] = HEAD_BYTES_MAX;
        }
        while (!readLine(left).isEmpty()) {
            // Trailers are of no use to anybody.
        }
        return Bytes.wrap(body.toByteArray());
    }

    private long readSize(int[] left) throws IOException {
        String line = readLine(left);
        String digits = line.replaceFirst("\\s*;.*$", "");
        if (!digits.matches("[0-9a-fA-F]+")) {
            throw new ProtocolException("a chunk without a size");
        }
        String significant = digits.replaceFirst("^0+(?=.)", "");
        if (significant.length() > SIZE_DIGITS_MAX) {
            throw tooLarge();
        }
        return Long.parseLong(significant, HEXADECIMAL);
    }
}
