package dev.stele.server;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** A WebSocket client by hand, which can also break every rule. */
public final class RawWebSocket implements AutoCloseable {

    public static final int CONTINUATION = 0;
    public static final int TEXT = 1;
    public static final int BINARY = 2;
    public static final int CLOSE = 8;
    public static final int PING = 9;
    public static final int PONG = 10;

    private static final byte[] MASK = {0x12, 0x34, 0x56, 0x78};

    private final Socket socket;
    private final DataInputStream in;
    private final OutputStream out;
    private final RawHttp.Response handshake;

    /** A message from the server. */
    @SuppressWarnings("ArrayRecordComponent")
    public record Frame(int opcode, byte[] payload) {

        public int closeCode() {
            return ((payload[0] & 0xFF) << 8) | (payload[1] & 0xFF);
        }

        public String closeReason() {
            return new String(payload, 2, payload.length - 2, StandardCharsets.UTF_8);
        }
    }

    private RawWebSocket(Socket socket, RawHttp.Response handshake, DataInputStream in)
            throws IOException {
        this.socket = socket;
        this.in = in;
        this.out = socket.getOutputStream();
        this.handshake = handshake;
    }

    /** Asks for an upgrade; {@code protocol} and {@code token} are left out when empty. */
    public static RawWebSocket open(int port, String path, String protocol, String token)
            throws IOException {
        Socket socket = RawHttp.connect(port);
        StringBuilder head = new StringBuilder("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n");
        head.append("Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n");
        head.append("Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n");
        if (!protocol.isEmpty()) {
            head.append("Sec-WebSocket-Protocol: ").append(protocol).append("\r\n");
        }
        if (!token.isEmpty()) {
            head.append("Authorization: Bearer ").append(token).append("\r\n");
        }
        head.append("\r\n");
        socket.getOutputStream().write(head.toString().getBytes(StandardCharsets.US_ASCII));
        DataInputStream in = new DataInputStream(socket.getInputStream());
        return new RawWebSocket(socket, RawHttp.read(in, false), in);
    }

    /** An open connection of the user {@code user}, after its first message. */
    public static RawWebSocket connected(TestServer server, String db, String protocol, String user)
            throws IOException {
        RawWebSocket client =
                open(
                        server.port(),
                        "/v1/database/" + db + "/subscribe?compression=None",
                        protocol,
                        server.token(user));
        if (client.handshake().status() != 101) {
            throw new IOException("refused: " + client.handshake());
        }
        client.message();
        return client;
    }

    public RawHttp.Response handshake() {
        return handshake;
    }

    public Socket socket() {
        return socket;
    }

    public void send(byte[] raw) throws IOException {
        out.write(raw);
    }

    public void send(int opcode, byte[] payload) throws IOException {
        send(frame(0x80 | opcode, payload, true));
    }

    /** The bytes of a frame whose first byte is {@code first}. */
    public static byte[] frame(int first, byte[] payload, boolean isMasked) {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.write(first);
        int maskBit = isMasked ? 0x80 : 0;
        if (payload.length < 126) {
            frame.write(maskBit | payload.length);
        } else if (payload.length < 65_536) {
            frame.write(maskBit | 126);
            frame.write(payload.length >> 8);
            frame.write(payload.length);
        } else {
            frame.write(maskBit | 127);
            for (int shift = 56; shift >= 0; shift -= 8) {
                frame.write((int) ((long) payload.length >> shift));
            }
        }
        if (isMasked) {
            frame.writeBytes(MASK);
        }
        byte[] masked = payload.clone();
        for (int i = 0; isMasked && i < masked.length; i++) {
            masked[i] ^= MASK[i & 3];
        }
        frame.writeBytes(masked);
        return frame.toByteArray();
    }

    /** The next frame; empty when the connection has ended. */
    public Optional<Frame> next() throws IOException {
        int first;
        try {
            first = in.readUnsignedByte();
        } catch (EOFException | SocketException _) {
            return Optional.empty();
        }
        if ((first & 0x80) == 0) {
            throw new IOException("the server sent a fragment");
        }
        int length = in.readUnsignedByte();
        if (length == 126) {
            length = in.readUnsignedShort();
        } else if (length == 127) {
            length = Math.toIntExact(in.readLong());
        }
        byte[] payload = new byte[length];
        in.readFully(payload);
        return Optional.of(new Frame(first & 0x0F, payload));
    }

    /** The next frame that is no ping; empty when the connection has ended. */
    public Optional<Frame> nextButPing() throws IOException {
        while (true) {
            Optional<Frame> frame = next();
            if (frame.isEmpty() || frame.get().opcode() != PING) {
                return frame;
            }
        }
    }

    /** The payload of the next binary message. */
    public byte[] message() throws IOException {
        Frame frame = nextButPing().orElseThrow(() -> new EOFException("connection ended"));
        if (frame.opcode() != BINARY) {
            throw new IOException(
                    "frame " + frame.opcode() + ", expected a message: " + frame.closeReason());
        }
        return frame.payload();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
