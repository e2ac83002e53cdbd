package dev.stele.host.bsatn;

import dev.stele.host.sats.AlgebraicType;
import dev.stele.host.sats.Bytes;
import dev.stele.host.sats.ConnectionId;
import dev.stele.host.sats.Identity;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** A cursor over BSATN bytes. Not thread-safe. Every method fails with {@link DecodeException}. */
public final class BsatnReader {

    private static final VarHandle SHORT =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final byte[] array;
    private final int limit;
    private int position;

    public BsatnReader(byte[] array) {
        this(array, 0, array.length);
    }

    public BsatnReader(Bytes bytes) {
        this(bytes.unsafeArray());
    }

    /** Reads {@code length} bytes of {@code array} from {@code offset}. */
    public BsatnReader(byte[] array, int offset, int length) {
        this.array = array;
        this.position = offset;
        this.limit = offset + length;
    }

    public byte[] array() {
        return array;
    }

    public int position() {
        return position;
    }

    public int remaining() {
        return limit - position;
    }

    public boolean hasRemaining() {
        return position < limit;
    }

    private int advance(int count, String type) {
        if (count < 0 || count > limit - position) {
            throw new DecodeException(
                    "data too short for "
                            + type
                            + ": Expected "
                            + Integer.toUnsignedString(count)
                            + ", given "
                            + (limit - position));
        }
        int at = position;
        position += count;
        return at;
    }

    public void skip(int count) {
        advance(count, "[u8]");
    }

    public int u8() {
        return array[advance(1, "u8")] & 0xFF;
    }

    public boolean bool() {
        int value = u8();
        if (value > 1) {
            throw new DecodeException("byte " + value + " for a bool, expected 0 or 1");
        }
        return value == 1;
    }

    public int u16() {
        return (short) SHORT.get(array, advance(2, "u16")) & 0xFFFF;
    }

    /** A u32 as the bits of an int. */
    public int u32() {
        return (int) INT.get(array, advance(4, "u32"));
    }

    public long i64() {
        return (long) LONG.get(array, advance(8, "u64"));
    }

    /** A u32 that counts things which take at least {@code minBytesEach} of what remains. */
    public int count(int minBytesEach) {
        int count = u32();
        if (count < 0 || (long) count * minBytesEach > remaining()) {
            throw new DecodeException(
                    "length "
                            + Integer.toUnsignedString(count)
                            + " exceeds the "
                            + remaining()
                            + " bytes left");
        }
        return count;
    }

    /** {@code length} raw bytes, copied. */
    public Bytes raw(int length) {
        int at = advance(length, "[u8]");
        return Bytes.copyOf(array, at, length);
    }

    /** An array of U8: u32 length, then the bytes. */
    public Bytes bytes() {
        return raw(u32());
    }

    public String string() {
        int length = u32();
        int at = advance(length, "[u8]");
        if (isAscii(at, length)) {
            return new String(array, at, length, StandardCharsets.ISO_8859_1);
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(array, at, length))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new DecodeException("invalid utf8");
        }
    }

    private boolean isAscii(int at, int length) {
        for (int i = at; i < at + length; i++) {
            if (array[i] < 0) {
                return false;
            }
        }
        return true;
    }

    public Identity identity() {
        return new Identity(raw(Identity.WIDTH_BYTES));
    }

    public ConnectionId connectionId() {
        return new ConnectionId(raw(ConnectionId.WIDTH_BYTES));
    }

    public <T> Optional<T> option(Function<BsatnReader, T> some) {
        int tag = u8();
        return switch (tag) {
            case 0 -> Optional.of(some.apply(this));
            case 1 -> Optional.empty();
            default -> throw new DecodeException(unknownTag(tag, "Option"));
        };
    }

    /** An array whose elements take at least {@code minBytesEach} bytes. */
    public <T> List<T> list(int minBytesEach, Function<BsatnReader, T> element) {
        int count = count(minBytesEach);
        if (minBytesEach == 0 && count > ZERO_SIZED_ELEMENTS_MAX) {
            throw new DecodeException(
                    count + " elements without size, expected at most " + ZERO_SIZED_ELEMENTS_MAX);
        }
        List<T> list = new ArrayList<>(Math.min(count, 1024));
        for (int i = 0; i < count; i++) {
            list.add(element.apply(this));
        }
        return list;
    }

    /** How many elements an array of a type that encodes to nothing may have. */
    public static final int ZERO_SIZED_ELEMENTS_MAX = 65_536;

    /** The text for a sum tag that {@code type} does not have, as the reference words it. */
    public static String unknownTag(int tag, String type) {
        return "unknown tag 0x" + Integer.toHexString(tag) + " for sum type " + type;
    }

    /** Checks that a value of the resolved type {@code type} comes next and moves behind it. */
    public void skipValue(AlgebraicType type) {
        switch (type) {
            case AlgebraicType.Primitive primitive -> skipPrimitive(primitive);
            case AlgebraicType.Product product -> {
                for (AlgebraicType.Element element : product.elements()) {
                    skipValue(element.type());
                }
            }
            case AlgebraicType.Sum sum -> {
                int tag = u8();
                if (tag >= sum.variants().size()) {
                    throw new DecodeException(unknownTag(tag, "<unknown>"));
                }
                skipValue(sum.variants().get(tag).type());
            }
            case AlgebraicType.Array array -> skipArray(array.element());
            case AlgebraicType.Ref ref ->
                    throw new IllegalArgumentException("unresolved type reference " + ref.index());
        }
    }

    private void skipPrimitive(AlgebraicType.Primitive primitive) {
        switch (primitive) {
            case STRING -> string();
            case BOOL -> bool();
            default -> advance(primitive.widthBytes(), primitive.name().toLowerCase(Locale.ROOT));
        }
    }

    private void skipArray(AlgebraicType element) {
        if (element instanceof AlgebraicType.Primitive primitive
                && primitive.widthBytes() > 0
                && primitive != AlgebraicType.Primitive.BOOL) {
            int count = count(primitive.widthBytes());
            advance(count * primitive.widthBytes(), "[u8]");
            return;
        }
        int count = count(0);
        int before = position;
        for (int i = 0; i < count; i++) {
            skipValue(element);
            if (position == before && count > ZERO_SIZED_ELEMENTS_MAX) {
                throw new DecodeException(
                        count
                                + " elements without size, expected at most "
                                + ZERO_SIZED_ELEMENTS_MAX);
            }
        }
    }
}
