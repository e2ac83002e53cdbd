package dev.stele.host.exchange;

import dev.stele.host.bsatn.BsatnReader;
import dev.stele.host.bsatn.BsatnWriter;
import dev.stele.host.sats.Bytes;
import java.util.List;

/** One header line; the same name may occur more than once. */
public record HttpHeader(String name, Bytes value) {

    private static final int ENCODED_BYTES_MIN = 8;

    static List<HttpHeader> readAll(BsatnReader in) {
        return in.list(ENCODED_BYTES_MIN, r -> new HttpHeader(r.string(), r.bytes()));
    }

    static void writeAll(BsatnWriter out, List<HttpHeader> headers) {
        out.list(headers, (w, header) -> w.string(header.name()).bytes(header.value()));
    }
}
