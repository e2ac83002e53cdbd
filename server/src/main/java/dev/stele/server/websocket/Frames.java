package dev.stele.server.websocket;

import dev.stele.host.bsatn.BsatnWriter;

/** Opcodes, and how the server writes frames: whole messages, never masked. RFC 6455. */
final class Frames {

    static final int CONTINUATION = 0;
    static final int TEXT = 1;
    static final int BINARY = 2;
    static final int CLOSE = 8;
    static final int PING = 9;
    static final int PONG = 10;

    private Frames() {}

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
