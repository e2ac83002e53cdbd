package dev.stele.conformance.wire;

import dev.stele.host.sats.Bytes;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/** Reads BSATN from front to back. */
public final class ByteCursor {

    private final byte[] bytes;
    private int position;

    public ByteCursor(Bytes bytes) {
        this.bytes = bytes.toByteArray();
    }

    public int position() {
        return position;
    }

    public boolean hasMore() {
        return position < bytes.length;
    }

    /** The next {@code length} bytes, as they are. */
    public Bytes raw(int length) {
        if (length < 0 || length > bytes.length - position) {
            throw new ProtocolException(
                    "%d bytes wanted at %d of %d".formatted(length, position, bytes.length));
        }
        position += length;
        return Bytes.wrap(Arrays.copyOfRange(bytes, position - length, position));
    }

    /** The bytes from {@code start} to here. */
    public Bytes since(int start) {
        return Bytes.wrap(Arrays.copyOfRange(bytes, start, position));
    }

    public int u8() {
        return (int) littleEndian(1);
    }

    public int u16() {
        return (int) littleEndian(2);
    }

    public int u32() {
        return (int) littleEndian(4);
    }

    public long u64() {
        return littleEndian(8);
    }

    private long littleEndian(int width) {
        byte[] part = raw(width).toByteArray();
        long value = 0;
        for (int i = width - 1; i >= 0; i--) {
            value = (value << 8) | (part[i] & 0xFF);
        }
        return value;
    }

    public boolean bool() {
        int value = u8();
        if (value > 1) {
            throw new ProtocolException("bool " + value + " at " + (position - 1));
        }
        return value == 1;
    }

    public Bytes sized() {
        return raw(u32());
    }

    public String string() {
        Bytes text = sized();
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(text.toByteArray()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new ProtocolException("string is not UTF-8: " + text.toHex(), e);
        }
    }

    /** A counted list. */
    public <T> List<T> list(Function<ByteCursor, T> element) {
        int count = u32();
        List<T> out = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            out.add(element.apply(this));
        }
        return out;
    }
}
