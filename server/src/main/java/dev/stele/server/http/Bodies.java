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
        Arrivals arrivals = req.listenerContext().context().get(Arrivals.class).orElseThrow();
        byte[] body = read(req, bytesMax, arrivals);
        arrivals.end();
        return body;
    }

    private static byte[] read(ServerRequest req, int bytesMax, Arrivals arrivals) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        byte[] part = new byte[PART_BYTES];
        // Closing it would wait for the rest of a body that is too large.
        InputStream in = req.content().inputStream();
        try {
            for (int length = in.read(part); length >= 0; length = in.read(part)) {
                body.write(part, 0, length);
                arrivals.received(body.size());
                if (body.size() > bytesMax) {
                    break;
                }
            }
        } catch (IOException | RuntimeException _) {
            throw new HttpProblem(
                    400, "the body is not what its header announces, or ended too early");
        }
        if (body.size() > bytesMax) {
            throw new HttpProblem(413, "body is larger than " + bytesMax + " bytes");
        }
        return body.toByteArray();
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
