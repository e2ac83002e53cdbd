package dev.stele.conformance.run;

import dev.stele.conformance.wire.ProtocolException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A Stele in a process of its own, on a free port and with a folder of its own. */
public final class LocalServer implements AutoCloseable {

    private static final Duration START_MAX = Duration.ofMinutes(5);
    private static final Duration PAUSE = Duration.ofMillis(200);
    private static final int STOP_SECONDS_MAX = 30;

    private final Process process;
    private final URI url;

    private LocalServer(Process process, URI url) {
        this.process = process;
        this.url = url;
    }

    /**
     * Starts the command {@code stele} and waits until it answers; its output goes to {@code
     * folder}.
     */
    public static LocalServer start(Path stele, Path folder) {
        Path log = folder.resolve("server.log");
        try {
            int port;
            try (ServerSocket free = new ServerSocket(0)) {
                port = free.getLocalPort();
            }
            Process process =
                    new ProcessBuilder(
                                    List.of(
                                            stele.toString(),
                                            "start",
                                            "--listen-addr",
                                            "127.0.0.1:" + port,
                                            "--data-dir",
                                            folder.resolve("data").toString()))
                            .redirectErrorStream(true)
                            .redirectOutput(log.toFile())
                            .start();
            LocalServer server = new LocalServer(process, URI.create("http://127.0.0.1:" + port));
            server.awaitStart(log);
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void awaitStart(Path log) {
        HttpRequest ping = HttpRequest.newBuilder(URI.create(url + "/v1/ping")).build();
        long giveUp = System.nanoTime() + START_MAX.toNanos();
        try (HttpClient client = HttpClient.newHttpClient()) {
            while (process.isAlive() && System.nanoTime() < giveUp) {
                try {
                    if (client.send(ping, BodyHandlers.discarding()).statusCode() == 200) {
                        return;
                    }
                } catch (IOException _) {
                    // Not there yet.
                }
                Thread.sleep(PAUSE);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        close();
        throw new ProtocolException("the server does not start, see " + log);
    }

    public URI url() {
        return url;
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_SECONDS_MAX, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException _) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
