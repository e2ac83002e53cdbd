package dev.stele.server.http;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
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

    private Bodies() {}

    static byte[] bytes(ServerRequest req, int bytesMax) {
        if (!req.content().hasEntity()) {
            return new byte[0];
        }
        try (InputStream in = req.content().inputStream()) {
            byte[] body = in.readNBytes(bytesMax + 1);
            if (body.length > bytesMax) {
                throw new HttpProblem(413, "body is larger than " + bytesMax + " bytes");
            }
            return body;
        } catch (IOException _) {
            throw new HttpProblem(400, "the body ended too early");
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
