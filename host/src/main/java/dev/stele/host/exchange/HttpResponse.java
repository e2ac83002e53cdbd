package dev.stele.host.exchange;

import dev.stele.host.bsatn.BsatnReader;
import dev.stele.host.bsatn.BsatnWriter;
import dev.stele.host.bsatn.DecodeException;
import dev.stele.host.sats.Bytes;
import java.util.List;

/** A response without its body; {@code code} is its status. */
public record HttpResponse(List<HttpHeader> headers, HttpVersion version, int code) {

    public HttpResponse {
        headers = List.copyOf(headers);
    }

    /**
     * Reads the BSATN of a response.
     *
     * @throws DecodeException when {@code bytes} are something else
     */
    public static HttpResponse decode(Bytes bytes) {
        BsatnReader in = new BsatnReader(bytes);
        return new HttpResponse(HttpHeader.readAll(in), HttpVersion.read(in), in.u16());
    }

    public Bytes encode() {
        BsatnWriter out = new BsatnWriter();
        HttpHeader.writeAll(out, headers);
        version.write(out);
        return out.u16(code).toBytes();
    }
}
