package dev.stele.server.websocket;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Codes and payloads of close frames. */
final class CloseFrame {

    static final int NORMAL = 1000;
    static final int AWAY = 1001;
    static final int PROTOCOL_ERROR = 1002;
    static final int TOO_LARGE = 1009;
    static final int ERROR = 1011;

    private static final int REASON_BYTES_MAX = Limits.CONTROL_BYTES_MAX - 2;

    private CloseFrame() {}

    static byte[] payload(int code, String reason) {
        byte[] text = reason.getBytes(StandardCharsets.UTF_8);
        int length = Math.min(text.length, REASON_BYTES_MAX);
        while (length > 0 && length < text.length && (text[length] & 0xC0) == 0x80) {
            length--;
        }
        byte[] out = new byte[2 + length];
        out[0] = (byte) (code >> 8);
        out[1] = (byte) code;
        System.arraycopy(text, 0, out, 2, length);
        return out;
    }

    /**
     * What answers a client's close frame: its own code and reason, or a protocol error.
     *
     * @throws FrameReader.ProtocolException for half a code, or a reason that is not UTF-8
     */
    static byte[] answer(byte[] received) {
        if (received.length == 0) {
            return new byte[0];
        }
        if (received.length == 1 || !FrameReader.isUtf8(received, 2, received.length - 2)) {
            throw new FrameReader.ProtocolException("close frame without a code or a UTF-8 reason");
        }
        int code = ((received[0] & 0xFF) << 8) | (received[1] & 0xFF);
        boolean isAllowed =
                code >= 1000
                        && code < 5000
                        && code != 1004
                        && code != 1005
                        && code != 1006
                        && (code < 1016 || code >= 3000);
        return isAllowed
                ? Arrays.copyOf(received, received.length)
                : payload(PROTOCOL_ERROR, "Protocol violation");
    }
}
