package dev.stele.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/** One connection with calls in flight; not thread-safe. */
final class Client {

    private static final int INPUT_BYTES = 1 << 20;
    private static final int OUTPUT_BYTES = 1 << 20;
    private static final int TAG_INITIAL_CONNECTION = 0;
    private static final int TAG_REDUCER_RESULT = 6;

    /** Told of every answer, in the order of the calls. */
    interface Answers {
        /** {@code error} is empty for a call that was carried out. */
        void answered(int requestId, String error);
    }

    private final SocketChannel channel;
    private final Wire.Protocol protocol;
    private final ByteBuffer input = ByteBuffer.allocate(INPUT_BYTES);
    private final ByteBuffer output = ByteBuffer.allocate(OUTPUT_BYTES);
    private final ByteBuffer batch = ByteBuffer.allocate(OUTPUT_BYTES / 2);
    private boolean isReady;

    Client(InetSocketAddress server, String database, Wire.Protocol protocol, boolean isConfirmed)
            throws IOException {
        this.protocol = protocol;
        this.channel = Wire.connect(server, database, protocol, isConfirmed, input);
    }

    SocketChannel channel() {
        return channel;
    }

    /** Whether the server has greeted, so that calls may be made. */
    boolean isReady() {
        return isReady;
    }

    /** Adds a call to those that {@link #flush} sends. */
    void call(int requestId, byte[] reducer, byte[] args) {
        if (protocol == Wire.Protocol.V3) {
            Wire.call(batch, requestId, reducer, args);
        } else {
            batch.clear();
            Wire.call(batch, requestId, reducer, args);
            endBatch();
        }
    }

    private void endBatch() {
        batch.flip();
        if (batch.hasRemaining()) {
            Wire.frame(output, Wire.BINARY, batch.remaining());
            output.put(batch);
        }
        batch.clear();
    }

    /** Writes what was added; false when the socket takes no more for now. */
    boolean flush() throws IOException {
        endBatch();
        output.flip();
        if (output.hasRemaining()) {
            channel.write(output);
        }
        boolean isDone = !output.hasRemaining();
        output.compact();
        return isDone;
    }

    /** Reads what is there and reports the answers in it. */
    void read(Answers answers) throws IOException {
        if (channel.read(input) < 0) {
            throw new IOException("the server closed the connection");
        }
        parse(answers);
    }

    /** Reports the answers in what was read already. */
    void parse(Answers answers) throws IOException {
        input.flip();
        while (frame(answers)) {
            // One frame after the other.
        }
        input.compact();
        if (input.position() == input.limit()) {
            throw new IOException("a frame is larger than " + INPUT_BYTES + " bytes");
        }
    }

    private boolean frame(Answers answers) throws IOException {
        input.order(ByteOrder.BIG_ENDIAN);
        int start = input.position();
        if (input.remaining() < 2) {
            return false;
        }
        int opcode = input.get(start) & 0x0F;
        int small = input.get(start + 1) & 0x7F;
        int header = small < 126 ? 2 : small == 126 ? 4 : 10;
        if (input.remaining() < header) {
            return false;
        }
        long length =
                small < 126
                        ? small
                        : small == 126
                                ? input.getShort(start + 2) & 0xFFFF
                                : input.getLong(start + 2);
        if (input.remaining() < header + length) {
            return false;
        }
        int end = start + header + (int) length;
        input.position(start + header);
        switch (opcode) {
            case Wire.BINARY -> messages(end, answers);
            case Wire.PING -> {
                byte[] payload = new byte[(int) length];
                input.get(payload);
                Wire.frame(output, Wire.PONG, payload.length);
                output.put(payload);
            }
            case Wire.CLOSE -> throw new IOException("the server closes: " + closeReason(end));
            default -> {}
        }
        input.position(end);
        return true;
    }

    private String closeReason(int end) {
        byte[] text = new byte[Math.max(0, end - input.position() - 2)];
        input.position(Math.min(end, input.position() + 2));
        input.get(text);
        return new String(text, StandardCharsets.UTF_8);
    }

    private void messages(int end, Answers answers) throws IOException {
        input.order(ByteOrder.LITTLE_ENDIAN);
        if (input.get() != 0) {
            throw new IOException("a compressed message, expected none");
        }
        while (input.position() < end) {
            int tag = input.get();
            switch (tag) {
                case TAG_INITIAL_CONNECTION -> {
                    input.position(input.position() + 48);
                    skipBytes();
                    isReady = true;
                }
                case TAG_REDUCER_RESULT -> result(answers);
                default -> throw new IOException("message with tag " + tag);
            }
        }
    }

    private void skipBytes() {
        int length = input.getInt();
        input.position(input.position() + length);
    }

    private void result(Answers answers) throws IOException {
        int requestId = input.getInt();
        input.getLong();
        int outcome = input.get();
        switch (outcome) {
            case 0 -> {
                skipBytes();
                if (input.getInt() != 0) {
                    throw new IOException("row updates, expected none without a subscription");
                }
                answers.answered(requestId, "");
            }
            case 1 -> answers.answered(requestId, "");
            default -> {
                byte[] text = new byte[input.getInt()];
                input.get(text);
                String message = new String(text, StandardCharsets.UTF_8);
                answers.answered(requestId, message.isEmpty() ? "failed" : message);
            }
        }
    }
}
