package dev.stele.server.http;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Reads the bodies of requests, each with its limit. */
final class Bodies {

    /** A module, in bytes. */
    static final int PUBLISH_BYTES_MAX = 64 << 20;

    /** A statement, in bytes. */
    static final int SQL_BYTES_MAX = 1 << 20;

    /** The arguments of a call, in bytes. */
    static final int CALL_BYTES_MAX = 32 << 20;

    /** Names of a database, in bytes. */
    static final int NAMES_BYTES_MAX = 64 << 10;

    private static final int PART_BYTES = 8 << 10;

    private Bodies() {}

    static byte[] bytes(ServerRequest req, int bytesMax) {
        if (!req.content().hasEntity()) {
            return new byte[0];
        }
        Arrivals.Arrival arrival =
                req.listenerContext()
                        .context()
                        .get(Arrivals.class)
                        .orElseThrow()
                        .begin(Thread.currentThread()::interrupt);
        try (InputStream in = req.content().inputStream()) {
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            byte[] part = new byte[PART_BYTES];
            for (int length = in.read(part); length >= 0; length = in.read(part)) {
                body.write(part, 0, length);
                arrival.received(body.size());
                if (body.size() > bytesMax) {
                    throw new HttpProblem(413, "body is larger than " + bytesMax + " bytes");
                }
            }
            return body.toByteArray();
        } catch (IOException _) {
            throw new HttpProblem(400, "the body ended too early");
        } finally {
            arrival.end();
        }
    }

    static String text(ServerRequest req, int bytesMax) {
        byte[] body = bytes(req, bytesMax);
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
        } catch (CharacterCodingException _) {
            throw new HttpProblem(
                    400, "Request body didn't contain valid UTF-8: invalid utf-8 sequence");
        }
    }

    /** Insists on {@code application/json}, as the reference does: 400 without, 415 for another. */
    static void requireJson(ServerRequest req, boolean isMissingUnsupported) {
        String type = req.headers().value(HeaderNames.CONTENT_TYPE).orElse("");
        if (type.isEmpty() && !isMissingUnsupported) {
            throw new HttpProblem(400, "Header of type `content-type` was missing");
        }
        if (!type.equals("application/json")) {
            throw new HttpProblem(415, "Expected request with `Content-Type: application/json`");
        }
    }
}
