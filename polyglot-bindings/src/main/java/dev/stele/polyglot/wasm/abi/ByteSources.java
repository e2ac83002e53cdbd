package dev.stele.polyglot.wasm.abi;

import dev.stele.host.module.AbiException;
import dev.stele.host.module.Errno;
import dev.stele.host.sats.Bytes;
import java.util.HashMap;
import java.util.Map;

/** The byte strings that one call may read, by handle from 1; 0 stands for the empty one. */
final class ByteSources {

    /** A byte string and how much of it was read. */
    static final class Source {
        final Bytes bytes;
        int position;

        Source(Bytes bytes) {
            this.bytes = bytes;
        }

        int remaining() {
            return bytes.size() - position;
        }
    }

    private final Map<Integer, Source> open = new HashMap<>();
    private int next = 1;

    int add(Bytes bytes) {
        if (bytes.size() == 0) {
            return 0;
        }
        if (open.size() >= Limits.SOURCES_MAX) {
            throw new AbiException(Errno.NO_SPACE, Limits.SOURCES_MAX + " sources are open");
        }
        int handle = next++;
        open.put(handle, new Source(bytes));
        return handle;
    }

    Source at(int handle) {
        Source source = open.get(handle);
        if (source == null) {
            throw new AbiException(
                    Errno.NO_SUCH_BYTES, "no bytes source " + Integer.toUnsignedString(handle));
        }
        return source;
    }

    void remove(int handle) {
        open.remove(handle);
    }

    void clear() {
        if (next != 1) {
            open.clear();
            next = 1;
        }
    }
}
