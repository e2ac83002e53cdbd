package dev.stele.server.recorded;

import dev.stele.server.RawHttp;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Replays recorded requests, after the preparations in {@code preparations.json}. */
final class HttpReplay {

    private static final JsonNode PREPARATIONS =
            JsonMapper.shared().readTree(Recording.text("preparations.json"));

    private static final Pattern CREATED =
            Pattern.compile("\"database_identity\":\"([0-9a-f]{64})\",\"op\":\"created\"");

    private HttpReplay() {}

    static Verdicts run(String file, Path folder, Differences differences) throws IOException {
        Recording recording = Recording.load(file);
        Verdicts verdicts = new Verdicts(file, differences);
        Map<String, String> databases = new HashMap<>();
        try (ReplayServer server = new ReplayServer(folder)) {
            prepare(server, PREPARATIONS.path(file));
            for (JsonNode line : recording.lines()) {
                JsonNode request = line.path("request");
                boolean isBroken = line.path("note").asString("").equals("broken signature");
                String what =
                        line.path("note").asString("")
                                + " "
                                + request.path("method").asString()
                                + " "
                                + request.path("path").asString()
                                + " "
                                + request.path("body").asString("");
                String path = request.path("path").asString();
                for (Map.Entry<String, String> database : databases.entrySet()) {
                    path = path.replace(database.getKey(), database.getValue());
                }
                RawHttp.Response response = server.send(request, path, !isBroken);
                JsonNode recorded = line.path("response");
                createdIdentity(recorded.path("body").asString(""))
                        .ifPresent(identity ->
                                createdIdentity(response.body())
                                        .ifPresent(own -> databases.put(identity, own)));
                verdicts.count(
                        line.path("n").asInt(),
                        what,
                        server.expected(recorded),
                        server.actual(recorded, response));
            }
        }
        return verdicts;
    }

    /** The identity of a database that {@code reply} says was created. */
    private static Optional<String> createdIdentity(String reply) {
        Matcher created = CREATED.matcher(reply);
        return created.find() ? Optional.of(created.group(1)) : Optional.empty();
    }

    /** Publishes and calls what the recorded script did before it began to record. */
    private static void prepare(ReplayServer server, JsonNode steps) throws IOException {
        for (JsonNode step : steps) {
            String as = step.path("as").asString("owner");
            if (step.has("publish")) {
                server.publish(as, step.path("publish").asString(), step.path("module").asString());
                continue;
            }
            if (step.has("wait_ms")) {
                sleep(step.path("wait_ms").asLong());
                continue;
            }
            if (step.has("send")) {
                String[] line = step.path("send").asString().split(" ", 2);
                expect(
                        step,
                        RawHttp.send(
                                server.server().port(),
                                line[0],
                                line[1],
                                Map.of("Authorization", "Bearer " + server.server().token(as)),
                                step.path("body").asString("").getBytes(StandardCharsets.UTF_8)));
                continue;
            }
            String[] target = step.path("call").asString().split("/", -1);
            RawHttp.Response response =
                    server.server().call(as, target[0], target[1], step.path("args").asString());
            expect(step, response);
        }
    }

    private static void expect(JsonNode step, RawHttp.Response response) throws IOException {
        if (response.status() != step.path("status").asInt(200)) {
            throw new IOException("preparation " + step + ": " + response);
        }
    }

    private static void sleep(long millis) throws InterruptedIOException {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException();
        }
    }
}
