package dev.stele.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Transfers over HTTP: each connection sends the next call when the last was answered. */
final class HttpLoad {

    /** Calls answered within the measured time, and their latencies. */
    record Outcome(long done, Histogram latencies) {}

    private static final int NANOS_PER_SECOND = 1_000_000_000;
    private static final int NANOS_PER_MICRO = 1_000;
    private static final int INPUT_BYTES = 16_384;

    private final InetSocketAddress server;
    private final String database;
    private final int accounts;
    private final String credentials;

    /** {@code token} is sent with every call; an empty one is not. */
    HttpLoad(InetSocketAddress server, String database, int accounts, String token) {
        this.credentials = token.isEmpty() ? "" : "Authorization: Bearer " + token + "\r\n";
        this.server = server;
        this.database = database;
        this.accounts = accounts;
    }

    /** Runs {@code connections} for {@code warmSeconds} unmeasured and {@code seconds} measured. */
    Outcome run(int connections, boolean isConfirmed, int warmSeconds, int seconds)
            throws IOException {
        long from = System.nanoTime() + (long) warmSeconds * NANOS_PER_SECOND;
        long end = from + (long) seconds * NANOS_PER_SECOND;
        Histogram all = new Histogram();
        long done = 0;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Histogram>> lanes = new ArrayList<>();
            for (int i = 0; i < connections; i++) {
                int lane = i;
                lanes.add(threads.submit(() -> lane(lane, isConfirmed, from, end)));
            }
            for (Future<Histogram> lane : lanes) {
                Histogram own = lane.get();
                done += own.total();
                all.addAll(own);
            }
        } catch (ExecutionException e) {
            throw new IOException("a connection failed", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
        return new Outcome(done, all);
    }

    private Histogram lane(int lane, boolean isConfirmed, long from, long end) throws IOException {
        AccountChoice choice = new AccountChoice(accounts, 0, lane);
        Histogram latencies = new Histogram();
        try (Socket socket = new Socket(server.getAddress(), server.getPort())) {
            socket.setTcpNoDelay(true);
            OutputStream out = socket.getOutputStream();
            InputStream in = socket.getInputStream();
            byte[] buffer = new byte[INPUT_BYTES];
            while (true) {
                long started = System.nanoTime();
                if (started >= end) {
                    return latencies;
                }
                out.write(request(choice.next(), choice.next(), isConfirmed));
                out.flush();
                skipAnswer(in, buffer);
                long now = System.nanoTime();
                if (started >= from && now < end) {
                    latencies.add((now - started) / NANOS_PER_MICRO);
                }
            }
        }
    }

    private byte[] request(int payer, int other, boolean isConfirmed) {
        int payee = other == payer ? (other + 1) % accounts : other;
        String body = "[" + payer + "," + payee + ",1]";
        String text =
                "POST /v1/database/"
                        + database
                        + "/call/transfer?confirmed="
                        + isConfirmed
                        + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                        + credentials
                        + "Content-Length: "
                        + body.length()
                        + "\r\n\r\n"
                        + body;
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Reads one answer; the server sends nothing behind it before the next call. */
    private static void skipAnswer(InputStream in, byte[] buffer) throws IOException {
        int filled = 0;
        int bodyStart = -1;
        int end = Integer.MAX_VALUE;
        while (filled < end) {
            int count = in.read(buffer, filled, buffer.length - filled);
            if (count <= 0) {
                throw new IOException(
                        "no whole answer: "
                                + new String(buffer, 0, filled, StandardCharsets.ISO_8859_1));
            }
            filled += count;
            if (bodyStart < 0) {
                bodyStart = headEnd(buffer, filled);
                end = bodyStart < 0 ? end : bodyStart + bodyLength(buffer, bodyStart);
            }
        }
    }

    private static int headEnd(byte[] buffer, int filled) {
        for (int i = 3; i < filled; i++) {
            if (buffer[i] == '\n'
                    && buffer[i - 1] == '\r'
                    && buffer[i - 2] == '\n'
                    && buffer[i - 3] == '\r') {
                return i + 1;
            }
        }
        return -1;
    }

    private static int bodyLength(byte[] buffer, int headEnd) throws IOException {
        String head = new String(buffer, 0, headEnd, StandardCharsets.ISO_8859_1);
        String lower = head.toLowerCase(Locale.ROOT);
        int at = lower.indexOf("content-length:");
        if (!lower.startsWith("http/1.1 200") || at < 0) {
            throw new IOException("answer: " + head);
        }
        return Integer.parseInt(head.substring(at + 15, head.indexOf('\r', at)).trim());
    }
}
