package dev.stele.server.recorded;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A recording: a first line that says what it is, then one reply or step a line. */
record Recording(JsonNode head, List<JsonNode> lines) {

    private static final JsonMapper JSON = JsonMapper.shared();

    static Recording load(String file) {
        List<JsonNode> all = text(file + ".jsonl").lines().<JsonNode>map(JSON::readTree).toList();
        return new Recording(all.getFirst(), all.subList(1, all.size()));
    }

    static String text(String resource) {
        return new String(bytes(resource), StandardCharsets.UTF_8);
    }

    static byte[] bytes(String resource) {
        try (InputStream in = Recording.class.getResourceAsStream(resource)) {
            return Objects.requireNonNull(in, resource).readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The program that a recording names {@code modules/NAME.wasm}; no program at all when it is
     * one that needs what is not there yet.
     */
    static byte[] module(String path) {
        Path file =
                Path.of(System.getProperty("stele.root", ".."))
                        .resolve("polyglot-bindings/src/test/resources/wasm")
                        .resolve(path.substring("modules/".length()));
        try {
            return Files.exists(file) ? Files.readAllBytes(file) : new byte[0];
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static boolean isThere(String file) {
        return Recording.class.getResource(file + ".jsonl") != null;
    }
}
