package dev.stele.server.http;

import dev.stele.host.sats.Bytes;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;

/**
 * A server that answers as a test says, well or not, on every local address, and closes each
 * connection after one answer; {@code /echo} answers with the body that came.
 */
public final class OtherServer implements AutoCloseable {

    /** A request: its first line, its headers with names in lower case, and its body. */
    public record Seen(String line, Map<String, String> headers, Bytes body) {

        /** Empty when it was not sent; several are joined by a comma. */
        public String header(String name) {
            return headers.getOrDefault(name, "");
        }

        /** Without a query. */
        String path() {
            return line.split(" ", -1)[1].replaceFirst("\\?.*", "");
        }
    }

    /** Writes an answer. */
    private interface Answer {
        void write(Seen seen, OutputStream out) throws IOException, InterruptedException;
    }

    private static final int SLOW_MS = 20;

    private final ServerSocket socket;
    private final Map<String, Answer> answers = new ConcurrentHashMap<>();
    private final List<Seen> seen = new CopyOnWriteArrayList<>();
    private final List<Socket> open = new CopyOnWriteArrayList<>();

    private OtherServer(ServerSocket socket) {
        this.socket = socket;
    }

    public static OtherServer start() throws IOException {
        return start(new ServerSocket());
    }

    /** A server of HTTPS. */
    static OtherServer startSecure(SSLContext identity) throws IOException {
        return start(identity.getServerSocketFactory().createServerSocket());
    }

    private static OtherServer start(ServerSocket socket) throws IOException {
        socket.bind(new InetSocketAddress(InetAddress.ofLiteral("0.0.0.0"), 0));
        OtherServer server = new OtherServer(socket);
        Thread.ofVirtual().start(server::accept);
        return server;
    }

    public int port() {
        return socket.getLocalPort();
    }

    /** The request that came last. */
    public Seen last() {
        return seen.getLast();
    }

    /** How many requests have come. */
    public int count() {
        return seen.size();
    }

    /** At {@code path}, an answer as it should be. */
    public void answer(String path, String status, String headers, Bytes body) {
        answers.put(path, (_, out) -> write(out, status, headers, body.toByteArray()));
    }

    /** At {@code path}, these characters and the end of the connection. */
    void raw(String path, String answer) {
        answers.put(path, (_, out) -> out.write(latin(answer)));
    }

    /** At {@code path}, {@code start} and then {@code part} for ever. */
    void rawThenForever(String path, String start, String part) {
        answers.put(
                path,
                (_, out) -> {
                    out.write(latin(start));
                    while (!socket.isClosed()) {
                        out.write(latin(part));
                    }
                });
    }

    /** The same, each part after a while. */
    void slow(String path, String start, String part) {
        answers.put(
                path,
                (_, out) -> {
                    out.write(latin(start));
                    while (!socket.isClosed()) {
                        Thread.sleep(SLOW_MS);
                        out.write(latin(part));
                    }
                });
    }

    /**
     * At {@code path}, an answer once {@code released}; {@code asked} tells that it is waited for.
     */
    public void held(String path, CountDownLatch asked, CountDownLatch released) {
        answers.put(
                path,
                (_, out) -> {
                    asked.countDown();
                    released.await();
                    write(out, "200 OK", "X-Held: 1", new byte[0]);
                });
    }

    /** At {@code path}, {@code start} and then nothing. */
    void silent(String path, String start) {
        answers.put(
                path,
                (_, out) -> {
                    out.write(latin(start));
                    while (!socket.isClosed()) {
                        Thread.sleep(SLOW_MS);
                    }
                });
    }

    private static byte[] latin(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static void write(OutputStream out, String status, String headers, byte[] body)
            throws IOException {
        String length =
                status.startsWith("204") || status.startsWith("304")
                        ? ""
                        : "\r\nContent-Length: " + body.length;
        out.write(latin("HTTP/1.1 " + status + "\r\n" + headers + length + "\r\n\r\n"));
        out.write(body);
    }

    private void accept() {
        try {
            while (true) {
                Socket client = socket.accept();
                open.add(client);
                Thread.ofVirtual().start(() -> serve(client));
            }
        } catch (IOException _) {
            // The test has ended.
        }
    }

    private void serve(Socket client) {
        try (client) {
            Seen request = read(new BufferedInputStream(client.getInputStream()));
            seen.add(request);
            Answer echo =
                    (each, out) -> {
                        if (each.line().startsWith("HEAD ")) {
                            out.write(latin("HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\n"));
                        } else {
                            write(out, "200 OK", "X-Echo: 1", each.body().toByteArray());
                        }
                    };
            answers.getOrDefault(request.path(), echo).write(request, client.getOutputStream());
        } catch (SocketException | SSLException | EOFException _) {
            // The client has left.
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static Seen read(InputStream in) throws IOException {
        String first = line(in);
        Map<String, String> headers = new TreeMap<>();
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            headers.merge(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip(),
                    (a, b) -> a + ", " + b);
        }
        int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
        return new Seen(first, headers, Bytes.wrap(in.readNBytes(length)));
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new EOFException();
            }
            line.write(b);
        }
        return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
    }

    @Override
    public void close() throws IOException {
        socket.close();
        for (Socket client : open) {
            client.close();
        }
    }
}
