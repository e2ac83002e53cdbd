package dev.stele.server.websocket;

import io.helidon.common.buffers.DataReader;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads the frames of a client and puts fragments together. Memory grows with what has arrived,
 * never with what a header announces. Used by one thread.
 */
final class FrameReader {

    private static final int BUFFER_BYTES = 8 << 10;

    /** A buffer that grew beyond this for one message is given back after it. */
    private static final int KEPT_BUFFER_BYTES_MAX = 256 << 10;

    private static final int MASK_BYTES = 4;

    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    /**
     * A whole message, or a control frame: {@code array[offset, offset + length)}, valid until the
     * next one is read.
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Message(int opcode, byte[] array, int offset, int length) {

        byte[] copy() {
            return Arrays.copyOfRange(array, offset, offset + length);
        }
    }

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

        TooLargeException(long bytes) {
            super(
                    "message of "
                            + Long.toUnsignedString(bytes)
                            + " bytes, expected at most "
                            + Limits.MESSAGE_BYTES_MAX,
                    null,
                    false,
                    false);
        }
    }

    private final DataReader in;
    private byte[] buffer = new byte[BUFFER_BYTES];
    private int position;
    private int limit;

    /** What came of a message whose last fragment has not come yet, or null. */
    private byte @Nullable [] fragments;

    private int fragmentsLength;
    private int fragmentsOpcode;

    FrameReader(DataReader in) {
        this.in = in;
    }

    /** Whether a whole frame is here already, so that {@link #next} need not wait for bytes. */
    boolean hasWholeFrame() {
        int available = limit - position;
        if (available < 2) {
            return false;
        }
        int small = buffer[position + 1] & 0x7F;
        int header = headerBytes(small);
        return available >= header && available - header >= length(position, small);
    }

    private static int headerBytes(int small) {
        return 2 + (small < 126 ? 0 : small == 126 ? Short.BYTES : Long.BYTES) + MASK_BYTES;
    }

    /** The payload's length in the header at {@code at}, as an unsigned number. */
    private long length(int at, int small) {
        return switch (small) {
            case 126 -> ((buffer[at + 2] & 0xFFL) << 8) | (buffer[at + 3] & 0xFFL);
            case 127 -> (long) LONG.get(buffer, at + 2);
            default -> small;
        };
    }

    /**
     * The next message, waiting for it.
     *
     * @throws ProtocolException when the client breaks the framing
     * @throws TooLargeException when the message exceeds {@link Limits#MESSAGE_BYTES_MAX}
     */
    Message next() {
        while (true) {
            require(2);
            int first = buffer[position] & 0xFF;
            int second = buffer[position + 1] & 0xFF;
            int opcode = first & 0x0F;
            boolean isFinal = (first & 0x80) != 0;
            check(opcode, first, second, isFinal);
            int small = second & 0x7F;
            int header = headerBytes(small);
            require(header);
            long length = length(position, small);
            if (length < 0) {
                throw new ProtocolException("frame length has its highest bit set");
            }
            boolean isControl = opcode >= Frames.CLOSE;
            if (!isControl) {
                long total = length + (fragments == null ? 0 : fragmentsLength);
                if (total > Limits.MESSAGE_BYTES_MAX) {
                    throw new TooLargeException(total);
                }
            }
            require(header + (int) length);
            int start = position + header;
            unmask(buffer, start, (int) length);
            position = start + (int) length;
            if (isControl) {
                return new Message(opcode, buffer, start, (int) length);
            }
            Message message = data(opcode, isFinal, start, (int) length);
            if (message != null) {
                return message;
            }
        }
    }

    private void check(int opcode, int first, int second, boolean isFinal) {
        if ((first & 0x70) != 0) {
            throw new ProtocolException("reserved bits are set, expected none");
        }
        if ((second & 0x80) == 0) {
            throw new ProtocolException("frame is not masked, expected a mask");
        }
        if (opcode >= Frames.CLOSE) {
            if (opcode > Frames.PONG || !isFinal || (second & 0x7F) > Limits.CONTROL_BYTES_MAX) {
                throw new ProtocolException("control frame " + opcode + " is not well formed");
            }
        } else if (opcode > Frames.BINARY) {
            throw new ProtocolException("opcode " + opcode + " is reserved");
        } else if ((opcode == Frames.CONTINUATION) != (fragments != null)) {
            throw new ProtocolException(
                    fragments == null ? "continuation without start" : "message within a message");
        }
    }

    private @Nullable Message data(int opcode, boolean isFinal, int start, int length) {
        byte[] before = fragments;
        if (before == null && isFinal) {
            return whole(opcode, buffer, start, length);
        }
        if (before == null) {
            fragmentsOpcode = opcode;
            fragmentsLength = 0;
            before = new byte[Math.max(BUFFER_BYTES, length)];
        }
        int total = fragmentsLength + length;
        if (total > before.length) {
            before =
                    Arrays.copyOf(
                            before,
                            (int)
                                    Math.min(
                                            Limits.MESSAGE_BYTES_MAX,
                                            Math.max(total, 2L * before.length)));
        }
        System.arraycopy(buffer, start, before, fragmentsLength, length);
        fragmentsLength = total;
        fragments = isFinal ? null : before;
        return isFinal ? whole(fragmentsOpcode, before, 0, total) : null;
    }

    private static Message whole(int opcode, byte[] array, int offset, int length) {
        if (opcode == Frames.TEXT && !isUtf8(array, offset, length)) {
            throw new ProtocolException("text is not UTF-8");
        }
        return new Message(opcode, array, offset, length);
    }

    static boolean isUtf8(byte[] array, int offset, int length) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(array, offset, length));
            return true;
        } catch (CharacterCodingException _) {
            return false;
        }
    }

    /** Waits until {@code count} bytes are in the buffer from {@link #position} on. */
    private void require(int count) {
        while (limit - position < count) {
            in.ensureAvailable();
            int arrived = in.available();
            makeRoom(arrived);
            System.arraycopy(in.readBytes(arrived), 0, buffer, limit, arrived);
            limit += arrived;
        }
    }

    private void makeRoom(int count) {
        int unread = limit - position;
        int needed = Math.addExact(unread, count);
        boolean isTooLarge =
                buffer.length > KEPT_BUFFER_BYTES_MAX && needed <= KEPT_BUFFER_BYTES_MAX / 2;
        if (needed > buffer.length || isTooLarge) {
            byte[] next = new byte[Math.max(BUFFER_BYTES, Integer.highestOneBit(needed) * 2)];
            System.arraycopy(buffer, position, next, 0, unread);
            buffer = next;
        } else if (limit + count > buffer.length) {
            System.arraycopy(buffer, position, buffer, 0, unread);
        } else {
            return;
        }
        position = 0;
        limit = unread;
    }

    /** Undoes the mask, whose four bytes are before {@code start}. */
    private static void unmask(byte[] array, int start, int length) {
        int mask = 0;
        for (int i = start - MASK_BYTES; i < start; i++) {
            mask = (mask << 8) | (array[i] & 0xFF);
        }
        if (mask == 0) {
            return;
        }
        long wide = ((long) mask << 32) | (mask & 0xFFFF_FFFFL);
        int i = 0;
        for (; i + Long.BYTES <= length; i += Long.BYTES) {
            LONG.set(array, start + i, (long) LONG.get(array, start + i) ^ wide);
        }
        for (; i < length; i++) {
            array[start + i] ^= (byte) (mask >> (24 - 8 * (i & 3)));
        }
    }

    /** Reads and drops messages until the client's close frame; throws as {@link #next} does. */
    void skipToClose() {
        Message message;
        do {
            message = next();
        } while (message.opcode() != Frames.CLOSE);
    }

    /** Reads and drops bytes until the connection ends, which throws. */
    void skipToEnd() {
        position = limit;
        while (position == limit) {
            in.ensureAvailable();
            in.skip(in.available());
        }
    }
}
