package dev.stele.host.exchange;

import dev.stele.host.bsatn.BsatnReader;
import dev.stele.host.bsatn.BsatnWriter;
import dev.stele.host.bsatn.DecodeException;
import dev.stele.host.sats.Bytes;
import dev.stele.host.schema.HttpMethod;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * A request without its body.
 *
 * @param timeout how long the whole exchange may take
 */
public record HttpRequest(
        HttpMethod method,
        List<HttpHeader> headers,
        Optional<Duration> timeout,
        String uri,
        HttpVersion version) {

    public HttpRequest {
        headers = List.copyOf(headers);
    }

    /**
     * Reads the BSATN of a request.
     *
     * @throws DecodeException when {@code bytes} are something else
     */
    public static HttpRequest decode(Bytes bytes) {
        BsatnReader in = new BsatnReader(bytes);
        int tag = in.u8();
        if (tag > HttpMethod.EXTENSION_TAG) {
            throw new DecodeException(BsatnReader.unknownTag(tag, "HttpMethod"));
        }
        HttpMethod method =
                tag == HttpMethod.EXTENSION_TAG
                        ? new HttpMethod(tag, in.string())
                        : HttpMethod.of(HttpMethod.KNOWN.get(tag));
        List<HttpHeader> headers = HttpHeader.readAll(in);
        Optional<Duration> timeout =
                in.option(BsatnReader::i64).map(micros -> Duration.of(micros, ChronoUnit.MICROS));
        return new HttpRequest(method, headers, timeout, in.string(), HttpVersion.read(in));
    }

    public Bytes encode() {
        BsatnWriter out = new BsatnWriter();
        out.u8(method.tag());
        if (method.isExtension()) {
            out.string(method.name());
        }
        HttpHeader.writeAll(out, headers);
        out.option(
                timeout,
                (w, limit) -> w.i64(limit.getSeconds() * 1_000_000 + limit.getNano() / 1_000));
        out.string(uri);
        version.write(out);
        return out.toBytes();
    }
}
