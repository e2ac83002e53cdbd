package dev.stele.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** The HTTP side of a server: calls and SQL. */
final class Http implements AutoCloseable {

    private static final Duration TIMEOUT = Duration.ofMinutes(2);

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String root;
    private final String base;

    Http(InetSocketAddress server, String database) {
        this.root = "http://" + server.getHostString() + ":" + server.getPort();
        this.base = root + "/v1/database/" + database;
    }

    String call(String reducer, String args) throws IOException {
        return post(URI.create(base + "/call/" + reducer), "application/json", args);
    }

    /** What a call is answered with, whatever its status; empty where nobody answers. */
    String answer(String reducer, String args) {
        try {
            return send(URI.create(base + "/call/" + reducer), "application/json", args).body();
        } catch (IOException _) {
            return "";
        }
    }

    /** A token of a new identity. */
    String newToken() throws IOException {
        String answer = post(URI.create(root + "/v1/identity"), "text/plain", "");
        int from = answer.indexOf("\"token\":\"") + 9;
        return answer.substring(from, answer.indexOf('"', from));
    }

    String sql(String statement) throws IOException {
        return post(URI.create(base + "/sql"), "text/plain", statement);
    }

    private String post(URI path, String type, String body) throws IOException {
        HttpResponse<String> response = send(path, type, body);
        if (response.statusCode() != 200) {
            throw new IOException(
                    path + " answered " + response.statusCode() + ": " + response.body());
        }
        return response.body();
    }

    private HttpResponse<String> send(URI path, String type, String body) throws IOException {
        HttpRequest request =
                HttpRequest.newBuilder(path)
                        .timeout(TIMEOUT)
                        .header("Content-Type", type)
                        .POST(BodyPublishers.ofString(body))
                        .build();
        try {
            return client.send(request, BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /** Rows of a result of {@code SELECT} over integers only: those behind {@code "rows":}. */
    static long[][] rows(String result) {
        int from = result.indexOf("\"rows\":[") + 8;
        int to = result.indexOf("],\"total_duration_micros\"");
        String text = result.substring(from, to);
        if (text.isEmpty()) {
            return new long[0][];
        }
        String[] rows = text.substring(1, text.length() - 1).split("\\],\\[", -1);
        long[][] out = new long[rows.length][];
        for (int i = 0; i < rows.length; i++) {
            String[] values = rows[i].split(",", -1);
            out[i] = new long[values.length];
            for (int j = 0; j < values.length; j++) {
                out[i][j] = Long.parseLong(values[j]);
            }
        }
        return out;
    }

    @Override
    public void close() {
        client.close();
    }
}
