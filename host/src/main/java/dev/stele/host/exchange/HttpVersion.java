package dev.stele.host.exchange;

import dev.stele.host.bsatn.BsatnReader;
import dev.stele.host.bsatn.BsatnWriter;
import dev.stele.host.bsatn.DecodeException;

/** The version of HTTP that a message came by, in the order of the wire tags. */
public enum HttpVersion {
    HTTP_09(0),
    HTTP_10(1),
    HTTP_11(2),
    HTTP_2(3),
    HTTP_3(4);

    private final int tag;

    HttpVersion(int tag) {
        this.tag = tag;
    }

    static HttpVersion read(BsatnReader in) {
        int tag = in.u8();
        for (HttpVersion version : values()) {
            if (version.tag == tag) {
                return version;
            }
        }
        throw new DecodeException(BsatnReader.unknownTag(tag, "HttpVersion"));
    }

    void write(BsatnWriter out) {
        out.u8(tag);
    }
}
