package dev.stele.polyglot.wasm;

import dev.stele.polyglot.wasm.abi.GuestMemory;
import dev.stele.polyglot.wasm.abi.GuestTrap;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.graalvm.polyglot.HostAccess;
import org.graalvm.polyglot.Value;

/** The memory of an instance in GraalWasm. */
final class LinearMemory implements GuestMemory {

    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /** Up to here single writes are quicker than the filler, which costs a call into the guest. */
    private static final int SINGLE_WRITES_BYTES = 24;

    private final Value memory;
    private final Feed feed;
    private final Value filler;

    /** {@code filler} is the function that fills {@code memory} from {@code feed}. */
    LinearMemory(Value memory, Feed feed, Value filler) {
        this.memory = memory;
        this.feed = feed;
        this.filler = filler;
    }

    /** Where the filler gets what it writes: an array, 8 bytes at a time. */
    public static final class Feed {
        private byte[] bytes = new byte[0];
        private int position;

        Feed() {}

        void begin(byte[] from, int offset) {
            bytes = from;
            position = offset;
        }

        @HostAccess.Export
        public long next() {
            int at = position;
            position = at + Long.BYTES;
            return longAt(bytes, at);
        }
    }

    /** The little-endian number at {@code offset} of {@code bytes}. */
    static long longAt(byte[] bytes, int offset) {
        return (long) LONGS.get(bytes, offset);
    }

    @Override
    public long size() {
        return memory.getBufferSize();
    }

    @Override
    public void read(int pointer, byte[] into, int offset, int length) {
        try {
            memory.readBuffer(Integer.toUnsignedLong(pointer), into, offset, length);
        } catch (IndexOutOfBoundsException e) {
            throw outOfBounds(pointer, length);
        }
    }

    @Override
    public void write(int pointer, byte[] from, int offset, int length) {
        long at = Integer.toUnsignedLong(pointer);
        int done = 0;
        if (length > SINGLE_WRITES_BYTES) {
            done = length & -Long.BYTES;
            if (at + length > size()) {
                throw outOfBounds(pointer, length);
            }
            feed.begin(from, offset);
            filler.executeVoid(pointer, done);
        }
        try {
            for (; length - done >= Long.BYTES; done += Long.BYTES) {
                memory.writeBufferLong(
                        ByteOrder.LITTLE_ENDIAN, at + done, longAt(from, offset + done));
            }
            for (; done < length; done++) {
                memory.writeBufferByte(at + done, from[offset + done]);
            }
        } catch (IndexOutOfBoundsException e) {
            throw outOfBounds(pointer, length);
        }
    }

    @Override
    public int readInt(int pointer) {
        try {
            return memory.readBufferInt(ByteOrder.LITTLE_ENDIAN, Integer.toUnsignedLong(pointer));
        } catch (IndexOutOfBoundsException e) {
            throw outOfBounds(pointer, Integer.BYTES);
        }
    }

    @Override
    public void writeInt(int pointer, int value) {
        try {
            memory.writeBufferInt(ByteOrder.LITTLE_ENDIAN, Integer.toUnsignedLong(pointer), value);
        } catch (IndexOutOfBoundsException e) {
            throw outOfBounds(pointer, Integer.BYTES);
        }
    }

    @Override
    public void writeLong(int pointer, long value) {
        try {
            memory.writeBufferLong(ByteOrder.LITTLE_ENDIAN, Integer.toUnsignedLong(pointer), value);
        } catch (IndexOutOfBoundsException e) {
            throw outOfBounds(pointer, Long.BYTES);
        }
    }

    private GuestTrap outOfBounds(int pointer, int length) {
        return GuestTrap.outOfBounds(pointer, length, size());
    }
}
