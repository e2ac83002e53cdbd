package dev.stele.host.schema;

import java.util.List;
import java.util.Locale;

/**
 * An HTTP method: wire tag and name as in a request line. Only methods with {@link #EXTENSION_TAG}
 * carry their name on the wire. Spec 01 section 1.11.
 */
public record HttpMethod(int tag, String name) {

    /** The known methods in the order of their wire tags. */
    public static final List<String> KNOWN =
            List.of("GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH");

    public static final int EXTENSION_TAG = 9;

    public HttpMethod {
        if (tag != EXTENSION_TAG && !KNOWN.get(tag).equals(name)) {
            throw new IllegalArgumentException(
                    "method " + name + " with tag " + tag + ", expected " + KNOWN.get(tag));
        }
    }

    /** The method of a request line. */
    public static HttpMethod of(String name) {
        int known = KNOWN.indexOf(name);
        return new HttpMethod(known >= 0 ? known : EXTENSION_TAG, name);
    }

    public boolean isExtension() {
        return tag == EXTENSION_TAG;
    }

    /** The name of the variant in SATS-JSON, for example {@code Get}. */
    public String variantName() {
        return isExtension()
                ? "Extension"
                : name.charAt(0) + name.substring(1).toLowerCase(Locale.ROOT);
    }
}
