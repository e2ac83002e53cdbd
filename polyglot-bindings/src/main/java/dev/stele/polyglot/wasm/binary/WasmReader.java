package dev.stele.polyglot.wasm.binary;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** A place in a module's bytes; every read is checked against the end of its section. */
final class WasmReader {

    private final byte[] bytes;
    private final int end;
    private final String what;
    private int at;

    private WasmReader(byte[] bytes, int from, int end, String what) {
        this.bytes = bytes;
        this.at = from;
        this.end = end;
        this.what = what;
    }

    static WasmReader of(byte[] bytes) {
        return new WasmReader(bytes, 0, bytes.length, "module");
    }

    /** The next {@code length} bytes as a part of their own, called {@code part} in errors. */
    WasmReader part(int length, String part) throws InvalidWasmException {
        need(length);
        WasmReader out = new WasmReader(bytes, at, at + length, part);
        at += length;
        return out;
    }

    InvalidWasmException problem(String problem) {
        return new InvalidWasmException(
                "invalid WebAssembly module: " + problem + " (" + what + ", offset " + at + ")");
    }

    InvalidWasmException unsupported(String feature) {
        return new InvalidWasmException(
                "the module needs the WebAssembly feature "
                        + feature
                        + ", which is not available here ("
                        + what
                        + ", offset "
                        + at
                        + ")");
    }

    int position() {
        return at;
    }

    int remaining() {
        return end - at;
    }

    boolean atEnd() {
        return at == end;
    }

    void expectEnd() throws InvalidWasmException {
        if (at != end) {
            throw problem((end - at) + " bytes too many");
        }
    }

    private void need(int count) throws InvalidWasmException {
        if (count < 0 || count > end - at) {
            throw problem(
                    "unexpected end, "
                            + Integer.toUnsignedString(count)
                            + " more bytes expected, "
                            + (end - at)
                            + " there");
        }
    }

    int u8() throws InvalidWasmException {
        need(1);
        return bytes[at++] & 0xff;
    }

    /** Goes back over the byte that was read last. */
    void back() {
        at--;
    }

    void skip(int count) throws InvalidWasmException {
        need(count);
        at += count;
    }

    /** An unsigned LEB128 number of at most 32 bits. */
    int u32() throws InvalidWasmException {
        long value = unsigned(32);
        return (int) value;
    }

    long unsigned(int bits) throws InvalidWasmException {
        long value = 0;
        for (int shift = 0; ; shift += 7) {
            int b = u8();
            if (shift + 7 > bits && (b >> Math.max(0, bits - shift)) != 0) {
                throw problem("a number of more than " + bits + " bits");
            }
            value |= (long) (b & 0x7f) << shift;
            if (b < 0x80) {
                return value;
            }
        }
    }

    /** A signed LEB128 number of at most {@code bits} bits. */
    long signed(int bits) throws InvalidWasmException {
        long value = 0;
        for (int shift = 0; ; shift += 7) {
            if (shift >= bits) {
                throw problem("a number of more than " + bits + " bits");
            }
            int b = u8();
            value |= (long) (b & 0x7f) << shift;
            if (b < 0x80) {
                int used = Math.min(64, shift + 7);
                return value << (64 - used) >> (64 - used);
            }
        }
    }

    /** A count of things of which there may be {@code max}. */
    int count(int max, String things) throws InvalidWasmException {
        int count = u32();
        if (count < 0 || count > max) {
            throw problem(
                    Integer.toUnsignedString(count)
                            + " "
                            + things
                            + ", at most "
                            + max
                            + " are allowed");
        }
        return count;
    }

    String name() throws InvalidWasmException {
        int length = u32();
        need(length);
        if (length > Limits.NAME_BYTES_MAX) {
            throw problem(
                    "a name of "
                            + length
                            + " bytes, at most "
                            + Limits.NAME_BYTES_MAX
                            + " are allowed");
        }
        try {
            String name =
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(bytes, at, length))
                            .toString();
            at += length;
            return name;
        } catch (CharacterCodingException e) {
            throw problem("a name that is not UTF-8");
        }
    }
}
