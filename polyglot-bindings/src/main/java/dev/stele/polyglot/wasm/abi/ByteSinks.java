package dev.stele.polyglot.wasm.abi;

import dev.stele.host.module.AbiException;
import dev.stele.host.module.Errno;
import dev.stele.host.sats.Bytes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The byte strings that one call may write, by handle from 1. */
final class ByteSinks {

    /** What was written so far. */
    static final class Sink {
        private byte[] bytes = new byte[0];
        private int size;

        /** Makes room for {@code length} more bytes; returns where they go. */
        byte[] grow(int length) {
            if (length > Limits.SINK_BYTES_MAX - size) {
                throw new AbiException(
                        Errno.NO_SPACE, "a sink of more than " + Limits.SINK_BYTES_MAX + " bytes");
            }
            if (size + length > bytes.length) {
                bytes =
                        Arrays.copyOf(
                                bytes,
                                Math.max(
                                        size + length,
                                        Math.min(bytes.length * 2, Limits.SINK_BYTES_MAX)));
            }
            return bytes;
        }

        int size() {
            return size;
        }

        void wrote(int length) {
            size += length;
        }

        Bytes bytes() {
            return Bytes.copyOf(bytes, 0, size);
        }
    }

    private final List<Sink> open = new ArrayList<>();

    /** A new sink; its handle. */
    int add() {
        open.add(new Sink());
        return open.size();
    }

    Sink at(int handle) {
        if (handle < 1 || handle > open.size()) {
            throw new AbiException(
                    Errno.NO_SUCH_BYTES, "no bytes sink " + Integer.toUnsignedString(handle));
        }
        return open.get(handle - 1);
    }

    void clear() {
        open.clear();
    }
}
