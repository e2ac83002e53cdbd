package dev.stele.server.protocol;

import dev.stele.host.bsatn.BsatnReader;
import dev.stele.host.bsatn.DecodeException;
import java.util.ArrayList;
import java.util.List;

/** Decodes what clients send. Failures are {@link DecodeException} with the close reason. */
public final class ClientMessageCodec {

    /** How many queries one message may have. */
    static final int QUERIES_MAX = 10_000;

    private ClientMessageCodec() {}

    /** The one message of a v2 frame; bytes behind it are ignored. */
    public static List<ClientMessage> decodeV2(byte[] array, int offset, int length) {
        return List.of(one(new BsatnReader(array, offset, length)));
    }

    /** The messages of a v3 frame, at least one. */
    public static List<ClientMessage> decodeV3(byte[] array, int offset, int length) {
        if (length == 0) {
            throw new DecodeException(
                    "v3 websocket binary payload must contain at least one v2 client message");
        }
        BsatnReader in = new BsatnReader(array, offset, length);
        List<ClientMessage> out = new ArrayList<>();
        while (in.hasRemaining()) {
            out.add(one(in));
        }
        return out;
    }

    private static ClientMessage one(BsatnReader in) {
        int tag = in.u8();
        return switch (tag) {
            case ClientMessage.Subscribe.TAG ->
                    new ClientMessage.Subscribe(in.u32(), in.u32(), queries(in));
            case ClientMessage.Unsubscribe.TAG ->
                    new ClientMessage.Unsubscribe(in.u32(), in.u32(), sendsDroppedRows(in));
            case ClientMessage.OneOffQuery.TAG ->
                    new ClientMessage.OneOffQuery(in.u32(), in.string());
            case ClientMessage.CallReducer.TAG -> {
                int requestId = in.u32();
                flags(in, "reducer");
                yield new ClientMessage.CallReducer(requestId, in.string(), in.bytes());
            }
            case ClientMessage.CallProcedure.TAG -> {
                int requestId = in.u32();
                flags(in, "procedure");
                yield new ClientMessage.CallProcedure(requestId, in.string(), in.bytes());
            }
            default -> throw new DecodeException(BsatnReader.unknownTag(tag, "ClientMessage"));
        };
    }

    private static List<String> queries(BsatnReader in) {
        long count = Integer.toUnsignedLong(in.u32());
        List<String> queries = new ArrayList<>();
        for (long i = 0; i < count; i++) {
            if (i == QUERIES_MAX) {
                throw new DecodeException(
                        count + " queries in one message, expected at most " + QUERIES_MAX);
            }
            queries.add(in.string());
        }
        return queries;
    }

    private static boolean sendsDroppedRows(BsatnReader in) {
        int tag = in.u8();
        if (tag > 1) {
            throw new DecodeException(BsatnReader.unknownTag(tag, "UnsubscribeFlags"));
        }
        return tag == 1;
    }

    private static void flags(BsatnReader in, String kind) {
        int flags = in.u8();
        if (flags != 0) {
            throw new DecodeException("invalid call " + kind + " flag " + flags);
        }
    }
}
