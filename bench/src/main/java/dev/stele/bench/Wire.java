package dev.stele.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/** Bytes of the client side: handshake, masked frames, calls. */
final class Wire {

    /** Which protocol a connection speaks. */
    enum Protocol {
        V2("v2.bsatn.spacetimedb"),
        V3("v3.bsatn.spacetimedb");

        private final String name;

        Protocol(String name) {
            this.name = name;
        }
    }

    static final int BINARY = 2;
    static final int CLOSE = 8;
    static final int PING = 9;
    static final int PONG = 10;

    private static final int CALL_REDUCER = 3;
    private static final int HANDSHAKE_BYTES_MAX = 16_384;

    private Wire() {}

    /** Opens a connection and makes the handshake; bytes behind it are left in {@code input}. */
    static SocketChannel connect(
            InetSocketAddress server,
            String database,
            Protocol protocol,
            boolean isConfirmed,
            ByteBuffer input)
            throws IOException {
        if (!server.getAddress().isLoopbackAddress()) {
            throw new IOException(server + " is not on this machine, expected a loopback address");
        }
        SocketChannel channel = SocketChannel.open(server);
        channel.socket().setTcpNoDelay(true);
        String request =
                "GET /v1/database/"
                        + database
                        + "/subscribe?compression=None&confirmed="
                        + isConfirmed
                        + " HTTP/1.1\r\nHost: "
                        + server.getHostString()
                        + "\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                        + "Sec-WebSocket-Version: 13\r\n"
                        + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                        + "Sec-WebSocket-Protocol: "
                        + protocol.name
                        + "\r\n\r\n";
        ByteBuffer out = ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII));
        while (out.hasRemaining()) {
            channel.write(out);
        }
        input.clear();
        while (true) {
            if (channel.read(input) < 0 || input.position() > HANDSHAKE_BYTES_MAX) {
                throw new IOException("the server ended the handshake");
            }
            int end = headerEnd(input);
            if (end > 0) {
                byte[] bytes = new byte[end];
                input.get(0, bytes);
                String head = new String(bytes, StandardCharsets.ISO_8859_1);
                if (!head.startsWith("HTTP/1.1 101")) {
                    throw new IOException("refused: " + head.lines().findFirst().orElse(""));
                }
                input.flip().position(end);
                input.compact();
                return channel;
            }
        }
    }

    private static int headerEnd(ByteBuffer input) {
        for (int i = 3; i < input.position(); i++) {
            if (input.get(i) == '\n' && input.get(i - 2) == '\n') {
                return i + 1;
            }
        }
        return -1;
    }

    /** Appends the header of a frame masked with zeros. */
    static void frame(ByteBuffer out, int opcode, int length) {
        out.order(ByteOrder.BIG_ENDIAN);
        out.put((byte) (0x80 | opcode));
        if (length < 126) {
            out.put((byte) (0x80 | length));
        } else if (length < 65_536) {
            out.put((byte) (0x80 | 126)).putShort((short) length);
        } else {
            out.put((byte) (0x80 | 127)).putLong(length);
        }
        out.putInt(0);
    }

    /** Appends a call; {@code args} is BSATN. */
    static void call(ByteBuffer out, int requestId, byte[] reducer, byte[] args) {
        out.order(ByteOrder.LITTLE_ENDIAN);
        out.put((byte) CALL_REDUCER).putInt(requestId).put((byte) 0);
        out.putInt(reducer.length).put(reducer);
        out.putInt(args.length).put(args);
    }
}
