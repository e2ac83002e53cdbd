package dev.stele.server.protocol;

import com.aayushatharva.brotli4j.decoder.Decoder;
import com.aayushatharva.brotli4j.decoder.DirectDecompress;
import dev.stele.host.bsatn.BsatnReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.zip.GZIPInputStream;

/**
 * Reads what the server sends and writes it as text for comparison: times left out, rows and tables
 * sorted, since their order has no meaning.
 */
public final class ServerMessageText {

    private ServerMessageText() {}

    /** The payload behind the compression tag, decompressed. */
    public static byte[] plain(byte[] payload) throws IOException {
        byte[] rest = Arrays.copyOfRange(payload, 1, payload.length);
        return switch (payload[0]) {
            case 0 -> rest;
            case 1 -> {
                DirectDecompress done = Decoder.decompress(rest);
                yield done.getDecompressedData();
            }
            case 2 -> new GZIPInputStream(new ByteArrayInputStream(rest)).readAllBytes();
            default -> throw new IOException("compression tag " + payload[0]);
        };
    }

    /** The messages in {@code plain}. */
    public static List<String> of(byte[] plain) {
        BsatnReader in = new BsatnReader(plain);
        List<String> out = new ArrayList<>();
        while (in.hasRemaining()) {
            out.add(one(in));
        }
        return out;
    }

    private static String one(BsatnReader in) {
        int tag = in.u8();
        return switch (tag) {
            case 0 -> "InitialConnection " + in.identity() + " " + in.connectionId() + in.string();
            case 1 -> "SubscribeApplied " + in.u32() + " " + in.u32() + " " + rows(in);
            case 2 ->
                    "UnsubscribeApplied "
                            + in.u32()
                            + " "
                            + in.u32()
                            + " "
                            + in.option(ServerMessageText::rows);
            case 3 ->
                    "SubscriptionError "
                            + in.option(BsatnReader::u32)
                            + " "
                            + in.u32()
                            + " "
                            + in.string();
            case 4 -> "TransactionUpdate " + querySets(in);
            case 5 ->
                    "OneOffQueryResult "
                            + in.u32()
                            + (in.u8() == 0 ? " ok " + rows(in) : " err " + in.string());
            case 6 -> {
                int id = in.u32();
                in.i64();
                int outcome = in.u8();
                yield "ReducerResult "
                        + id
                        + switch (outcome) {
                            case 0 -> " ok " + in.bytes() + " " + querySets(in);
                            case 1 -> " ok empty";
                            case 2 -> " err " + in.bytes();
                            case 3 -> " broken " + in.string();
                            default -> throw new IllegalArgumentException("outcome " + outcome);
                        };
            }
            case 7 -> {
                int status = in.u8();
                String result = status == 0 ? in.bytes().toHex() : in.string();
                in.i64();
                in.i64();
                yield "ProcedureResult " + status + " " + result + " " + in.u32();
            }
            default -> throw new IllegalArgumentException("message tag " + tag);
        };
    }

    private static List<String> sorted(BsatnReader in, Function<BsatnReader, String> element) {
        return in.list(0, element).stream().sorted().toList();
    }

    private static String querySets(BsatnReader in) {
        return sorted(in, r -> r.u32() + ":" + sorted(r, ServerMessageText::update)).toString();
    }

    private static String update(BsatnReader in) {
        String table = in.string();
        return table
                + sorted(
                        in,
                        r ->
                                r.u8() == 0
                                        ? "+" + rowList(r) + "-" + rowList(r)
                                        : "event" + rowList(r));
    }

    private static String rows(BsatnReader in) {
        return sorted(in, r -> r.string() + rowList(r)).toString();
    }

    private static String rowList(BsatnReader in) {
        Optional<Integer> fixed = Optional.empty();
        List<Long> offsets = List.of();
        if (in.u8() == 0) {
            fixed = Optional.of(in.u16());
        } else {
            offsets = in.list(8, BsatnReader::i64);
        }
        byte[] data = in.bytes().toByteArray();
        List<String> rows = new ArrayList<>();
        int count = fixed.isPresent() ? data.length / fixed.get() : offsets.size();
        for (int i = 0; i < count; i++) {
            int from = fixed.isPresent() ? i * fixed.get() : (int) (long) offsets.get(i);
            int to =
                    fixed.isPresent()
                            ? from + fixed.get()
                            : i + 1 < count ? (int) (long) offsets.get(i + 1) : data.length;
            rows.add(HexFormat.of().formatHex(data, from, to));
        }
        rows.sort(null);
        return (fixed.isPresent() ? "fixed " + fixed.get() : "offsets") + rows;
    }
}
