package dev.stele.host.bsatn;

import dev.stele.host.sats.Bytes;
import dev.stele.host.sats.ConnectionId;
import dev.stele.host.sats.Identity;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.Optional;
import java.util.function.BiConsumer;

/** A growing buffer of BSATN bytes. Not thread-safe; may be reused after {@link #reset}. */
public final class BsatnWriter {

    /** The largest buffer, in bytes: what an array can hold. */
    public static final int BYTES_MAX = Integer.MAX_VALUE - 64;

    private static final VarHandle SHORT =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private byte[] array;
    private int size;

    public BsatnWriter() {
        this(64);
    }

    public BsatnWriter(int capacityBytes) {
        this.array = new byte[capacityBytes];
    }

    public int size() {
        return size;
    }

    public void reset() {
        size = 0;
    }

    /** The bytes written, copied. */
    public Bytes toBytes() {
        return Bytes.copyOf(array, 0, size);
    }

    public byte[] toByteArray() {
        return Arrays.copyOf(array, size);
    }

    /** The buffer itself; the first {@link #size} bytes are valid until the next write. */
    public byte[] unsafeArray() {
        return array;
    }

    private int grow(int count) {
        int at = size;
        int needed = at + count;
        if (needed < 0 || needed > BYTES_MAX) {
            throw new IllegalStateException(
                    "more than " + BYTES_MAX + " bytes to encode, expected less");
        }
        if (needed > array.length) {
            array =
                    Arrays.copyOf(
                            array, (int) Math.min(BYTES_MAX, Math.max(needed, array.length * 2L)));
        }
        size = needed;
        return at;
    }

    public BsatnWriter u8(int value) {
        int at = grow(1);
        array[at] = (byte) value;
        return this;
    }

    public BsatnWriter bool(boolean value) {
        return u8(value ? 1 : 0);
    }

    public BsatnWriter u16(int value) {
        int at = grow(2);
        SHORT.set(array, at, (short) value);
        return this;
    }

    public BsatnWriter u32(int value) {
        int at = grow(4);
        INT.set(array, at, value);
        return this;
    }

    public BsatnWriter i64(long value) {
        int at = grow(8);
        LONG.set(array, at, value);
        return this;
    }

    /** Overwrites the u32 at {@code position}, which was written before. */
    public void patchU32(int position, int value) {
        INT.set(array, position, value);
    }

    public BsatnWriter raw(byte[] source, int offset, int length) {
        int at = grow(length);
        System.arraycopy(source, offset, array, at, length);
        return this;
    }

    public BsatnWriter raw(Bytes bytes) {
        return raw(bytes.unsafeArray(), 0, bytes.size());
    }

    /** An array of U8: u32 length, then the bytes. */
    public BsatnWriter bytes(Bytes bytes) {
        return u32(bytes.size()).raw(bytes);
    }

    public BsatnWriter string(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        return u32(utf8.length).raw(utf8, 0, utf8.length);
    }

    public BsatnWriter identity(Identity identity) {
        return raw(identity.littleEndian());
    }

    public BsatnWriter connectionId(ConnectionId id) {
        return raw(id.littleEndian());
    }

    public <T> BsatnWriter option(Optional<T> value, BiConsumer<BsatnWriter, T> some) {
        if (value.isPresent()) {
            u8(0);
            some.accept(this, value.get());
        } else {
            u8(1);
        }
        return this;
    }

    public <T> BsatnWriter list(Collection<T> values, BiConsumer<BsatnWriter, T> element) {
        u32(values.size());
        for (T value : values) {
            element.accept(this, value);
        }
        return this;
    }
}
