package dev.stele.server.protocol;

import com.aayushatharva.brotli4j.Brotli4jLoader;
import com.aayushatharva.brotli4j.encoder.Encoder;
import dev.stele.host.bsatn.BsatnWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/** How a payload is compressed; the tag is its first byte on the wire. */
public enum Compression {
    NONE(0, "None"),
    BROTLI(1, "Brotli"),
    GZIP(2, "Gzip");

    /** Payloads of at most so many bytes are sent as they are. */
    public static final int THRESHOLD_BYTES = 1024;

    private static final int BROTLI_QUALITY = 1;

    /** Asking loads the native library. */
    private static final boolean HAS_BROTLI = Brotli4jLoader.isAvailable();

    private final int tag;
    private final String text;

    Compression(int tag, String text) {
        this.tag = tag;
        this.text = text;
    }

    public int tag() {
        return tag;
    }

    /** The one that a client asks for with {@code text}, in this very spelling. */
    public static Optional<Compression> named(String text) {
        return Arrays.stream(values()).filter(c -> c.text.equals(text)).findFirst();
    }

    /**
     * Whether the native library for brotli works on this machine; where it does not, payloads for
     * clients that want brotli go uncompressed, which their tag says.
     */
    public static boolean isBrotliAvailable() {
        return HAS_BROTLI;
    }

    /**
     * Appends the tag and {@code payload[0, length)} to {@code out}, compressed where it is worth
     * it.
     */
    public void write(BsatnWriter out, byte[] payload, int length) {
        if (this == NONE || length <= THRESHOLD_BYTES || (this == BROTLI && !HAS_BROTLI)) {
            out.u8(NONE.tag).raw(payload, 0, length);
            return;
        }
        byte[] compressed = compress(payload, length);
        out.u8(tag).raw(compressed, 0, compressed.length);
    }

    private byte[] compress(byte[] payload, int length) {
        try {
            if (this == BROTLI) {
                return Encoder.compress(
                        Arrays.copyOf(payload, length),
                        new Encoder.Parameters().setQuality(BROTLI_QUALITY));
            }
            ByteArrayOutputStream bytes = new ByteArrayOutputStream(length / 2 + 64);
            try (GZIPOutputStream gzip = new FastGzip(bytes)) {
                gzip.write(payload, 0, length);
            }
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class FastGzip extends GZIPOutputStream {
        FastGzip(ByteArrayOutputStream out) throws IOException {
            super(out, 8192);
            def.setLevel(Deflater.BEST_SPEED);
        }
    }
}
