package dev.stele.host.table;

import dev.stele.host.bsatn.BsatnReader;
import dev.stele.host.bsatn.DecodeException;
import dev.stele.host.sats.AlgebraicType;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A range of keys of one index: values for its first columns, and bounds for the next one; the
 * columns behind are free. Values are BSATN.
 */
public final class KeyRange {

    private enum Side {
        INCLUDED,
        EXCLUDED,
        UNBOUNDED
    }

    private record Bound(Side side, int start, int end) {}

    private final byte[] source;
    private final int prefixStart;
    private final int prefixEnd;
    private final int prefixColumns;
    private final Bound lower;
    private final Bound upper;
    private final boolean isWholeKey;

    private KeyRange(
            byte[] source,
            int prefixStart,
            int prefixEnd,
            int prefixColumns,
            Bound lower,
            Bound upper,
            boolean isWholeKey) {
        this.source = source;
        this.prefixStart = prefixStart;
        this.prefixEnd = prefixEnd;
        this.prefixColumns = prefixColumns;
        this.lower = lower;
        this.upper = upper;
        this.isWholeKey = isWholeKey;
    }

    /**
     * The range for an index of rows of {@code rowType}: in {@code buffer} from {@code offset}
     * follow {@code prefixElems} values of {@code prefixLength} bytes, a lower and an upper {@code
     * Bound} of the next column. An {@code upperLength} of 0 means that the lower bound is the
     * upper one too.
     *
     * @throws DecodeException when they are something else
     */
    public static KeyRange of(
            IndexLayout index,
            AlgebraicType.Product rowType,
            byte[] buffer,
            int offset,
            int prefixLength,
            int prefixElems,
            int lowerLength,
            int upperLength) {
        List<Integer> columns = index.columns();
        if (prefixElems < 0 || prefixElems >= columns.size()) {
            throw new DecodeException(
                    "prefix of "
                            + prefixElems
                            + " values, expected fewer than the "
                            + columns.size()
                            + " columns of the index");
        }
        byte[] source =
                Arrays.copyOfRange(
                        buffer, offset, offset + prefixLength + lowerLength + upperLength);
        BsatnReader prefix = new BsatnReader(source, 0, prefixLength);
        for (int i = 0; i < prefixElems; i++) {
            prefix.skipValue(rowType.elements().get(columns.get(i)).type());
        }
        AlgebraicType type = rowType.elements().get(columns.get(prefixElems)).type();
        Bound lower = bound(source, prefixLength, lowerLength, type);
        Bound upper =
                upperLength == 0
                        ? lower
                        : bound(source, prefixLength + lowerLength, upperLength, type);
        return new KeyRange(
                source,
                0,
                prefix.position(),
                prefixElems,
                lower,
                upper,
                prefixElems + 1 == columns.size());
    }

    private static Bound bound(byte[] source, int start, int length, AlgebraicType type) {
        BsatnReader in = new BsatnReader(source, start, length);
        int tag = in.u8();
        if (tag == 2) {
            return new Bound(Side.UNBOUNDED, in.position(), in.position());
        }
        if (tag > 2) {
            throw new DecodeException(BsatnReader.unknownTag(tag, "Bound"));
        }
        int from = in.position();
        in.skipValue(type);
        return new Bound(tag == 0 ? Side.INCLUDED : Side.EXCLUDED, from, in.position());
    }

    /** The key, BSATN of all columns, when the range holds exactly one. */
    public Optional<byte[]> asPoint() {
        boolean isPoint =
                isWholeKey
                        && lower.side() == Side.INCLUDED
                        && upper.side() == Side.INCLUDED
                        && Arrays.equals(
                                source,
                                lower.start(),
                                lower.end(),
                                source,
                                upper.start(),
                                upper.end());
        if (!isPoint) {
            return Optional.empty();
        }
        byte[] key = Arrays.copyOf(source, prefixEnd + lower.end() - lower.start());
        System.arraycopy(source, lower.start(), key, prefixEnd, lower.end() - lower.start());
        return Optional.of(key);
    }

    private KeyBuffer prefix(KeyCodec codec) {
        KeyBuffer out = new KeyBuffer();
        int at = prefixStart;
        for (int i = 0; i < prefixColumns; i++) {
            at = codec.type(i).encode(source, at, out);
        }
        return out;
    }

    /** The first key that may be within, null for the very first. */
    @Nullable KeyBuffer start(KeyCodec codec) {
        KeyBuffer out = prefix(codec);
        if (lower.side() != Side.UNBOUNDED) {
            codec.type(prefixColumns).encode(source, lower.start(), out);
        }
        if (lower.side() == Side.EXCLUDED && !increment(out)) {
            return out;
        }
        out.finish(codec.shift());
        return out.length == 0 ? null : out;
    }

    /** The first key that is behind the range, null when there is none. */
    @Nullable KeyBuffer end(KeyCodec codec) {
        KeyBuffer out = prefix(codec);
        if (upper.side() != Side.UNBOUNDED) {
            codec.type(prefixColumns).encode(source, upper.start(), out);
        }
        if (upper.side() != Side.EXCLUDED && !increment(out)) {
            return null;
        }
        out.finish(codec.shift());
        return out;
    }

    /** All keys within, in ordered form. */
    KeySpan span(KeyCodec codec) {
        if (isNothing(codec)) {
            return new KeySpan(new byte[0], new byte[0]);
        }
        KeyBuffer first = start(codec);
        KeyBuffer last = end(codec);
        return new KeySpan(
                first == null ? null : first.toByteArray(),
                last == null ? null : last.toByteArray());
    }

    /** Whether no key can be within, since it would begin behind the last possible one. */
    boolean isNothing(KeyCodec codec) {
        if (lower.side() != Side.EXCLUDED) {
            return false;
        }
        KeyBuffer out = prefix(codec);
        codec.type(prefixColumns).encode(source, lower.start(), out);
        return !increment(out);
    }

    /** Makes {@code key} the first one that does not begin with it; false when there is none. */
    private static boolean increment(KeyBuffer key) {
        int at = key.length - 1;
        while (at >= 0 && key.bytes[at] == (byte) 0xFF) {
            at--;
        }
        if (at < 0) {
            return false;
        }
        key.bytes[at]++;
        key.length = at + 1;
        return true;
    }
}
