package dev.stele.server.websocket;

import dev.stele.host.bsatn.BsatnWriter;
import io.helidon.common.buffers.DataReader;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Reads and writes WebSocket frames. One reader and one writer thread. */
final class Frames {

    static final int CONTINUATION = 0;
    static final int TEXT = 1;
    static final int BINARY = 2;
    static final int CLOSE = 8;
    static final int PING = 9;
    static final int PONG = 10;

    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    /** A whole message: data put together from its fragments, or a control frame. */
    @SuppressWarnings("ArrayRecordComponent")
    record Message(int opcode, byte[] payload) {}

    /** A client that breaks the framing; the connection ends without a close frame. */
    static final class ProtocolException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        ProtocolException(String message) {
            super(message, null, false, false);
        }
    }

    /** A message that is too large; the connection is closed with 1009. */
    static final class TooLargeException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TooLargeException(String message) {
            super(message, null, false, false);
        }
    }

    private final DataReader in;
    private byte @Nullable [] fragments;
    private int fragmentOpcode;

    Frames(DataReader in) {
        this.in = in;
    }

    /** Whether more bytes are here already. */
    boolean hasMore() {
        return in.available() > 0;
    }

    /** The next message, waiting for it. */
    Message next() {
        while (true) {
            int first = in.read() & 0xFF;
            int second = in.read() & 0xFF;
            int opcode = first & 0x0F;
            boolean isFinal = (first & 0x80) != 0;
            if ((first & 0x70) != 0) {
                throw new ProtocolException("reserved bits are set, expected none");
            }
            if ((second & 0x80) == 0) {
                throw new ProtocolException("frame is not masked, expected a mask");
            }
            long length = length(second & 0x7F);
            if (opcode >= CLOSE) {
                if (opcode > PONG || !isFinal || length > Limits.CONTROL_BYTES_MAX) {
                    throw new ProtocolException("control frame " + opcode + " is not well formed");
                }
                return new Message(opcode, payload((int) length));
            }
            if (opcode > BINARY) {
                throw new ProtocolException("opcode " + opcode + " is reserved");
            }
            Message message = data(opcode, isFinal, length);
            if (message != null) {
                return message;
            }
        }
    }

    private long length(int small) {
        if (small < 126) {
            return small;
        }
        int bytes = small == 126 ? 2 : 8;
        long length = 0;
        for (int i = 0; i < bytes; i++) {
            length = (length << 8) | (in.read() & 0xFF);
        }
        if (length < 0) {
            throw new ProtocolException("frame length has its highest bit set");
        }
        return length;
    }

    private @Nullable Message data(int opcode, boolean isFinal, long length) {
        byte[] before = fragments;
        if ((opcode == CONTINUATION) != (before != null)) {
            throw new ProtocolException(
                    before == null ? "continuation without start" : "message within a message");
        }
        long total = length + (before == null ? 0 : before.length);
        if (total > Limits.MESSAGE_BYTES_MAX) {
            throw new TooLargeException(
                    "message of " + total + " bytes, expected at most " + Limits.MESSAGE_BYTES_MAX);
        }
        byte[] payload = payload((int) length);
        if (before == null) {
            fragmentOpcode = opcode;
        } else {
            byte[] joined = Arrays.copyOf(before, (int) total);
            System.arraycopy(payload, 0, joined, before.length, payload.length);
            payload = joined;
        }
        fragments = isFinal ? null : payload;
        if (!isFinal) {
            return null;
        }
        if (fragmentOpcode == TEXT) {
            checkUtf8(payload);
        }
        return new Message(fragmentOpcode, payload);
    }

    private static void checkUtf8(byte[] text) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(text));
        } catch (CharacterCodingException _) {
            throw new ProtocolException("text is not UTF-8");
        }
    }

    private byte[] payload(int length) {
        int mask = 0;
        for (int i = 0; i < 4; i++) {
            mask = (mask << 8) | (in.read() & 0xFF);
        }
        byte[] payload = length == 0 ? new byte[0] : in.readBytes(length);
        if (mask != 0) {
            unmask(payload, mask);
        }
        return payload;
    }

    private static void unmask(byte[] payload, int mask) {
        long wide = ((long) mask << 32) | (mask & 0xFFFF_FFFFL);
        int i = 0;
        for (; i + Long.BYTES <= payload.length; i += Long.BYTES) {
            LONG.set(payload, i, (long) LONG.get(payload, i) ^ wide);
        }
        for (; i < payload.length; i++) {
            payload[i] ^= (byte) (mask >> (24 - 8 * (i & 3)));
        }
    }

    /** Appends a whole frame to {@code out}. */
    static void write(BsatnWriter out, int opcode, byte[] payload, int length) {
        out.u8(0x80 | opcode);
        if (length < 126) {
            out.u8(length);
        } else if (length < 65_536) {
            out.u8(126).u8(length >> 8).u8(length);
        } else {
            out.u8(127);
            for (int shift = 56; shift >= 0; shift -= 8) {
                out.u8((int) ((long) length >> shift));
            }
        }
        out.raw(payload, 0, length);
    }
}
