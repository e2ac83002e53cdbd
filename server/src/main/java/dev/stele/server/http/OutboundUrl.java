package dev.stele.server.http;

import dev.stele.host.exchange.HttpFailedException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;

/** Where a module's request goes: an absolute URL of HTTP, with a host. */
record OutboundUrl(URI uri) {

    private static final int PORT_MAX = 65_535;
    private static final int HTTP_PORT = 80;
    private static final int HTTPS_PORT = 443;

    /** Characters that are in a URL as they are; all but these and letters are escaped. */
    private static final String OF_URL = "!#$%&'()*+,-./:;=?@[]_~";

    /**
     * Reads what a module wrote.
     *
     * @throws HttpFailedException when that is no such URL
     */
    static OutboundUrl of(String text) throws HttpFailedException {
        URI uri;
        try {
            uri = new URI(escaped(text));
        } catch (URISyntaxException e) {
            throw new HttpFailedException("builder error: " + e.getReason());
        }
        if (uri.getScheme() == null) {
            throw new HttpFailedException("builder error: relative URL without a base");
        }
        String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https")) {
            throw new HttpFailedException("builder error: URL scheme is not allowed");
        }
        if (uri.getHost() == null || uri.getHost().isEmpty()) {
            throw new HttpFailedException("builder error: empty host");
        }
        if (uri.getPort() > PORT_MAX || uri.getPort() == 0) {
            throw new HttpFailedException("builder error: invalid port number");
        }
        return new OutboundUrl(uri);
    }

    private static String escaped(String url) {
        StringBuilder out = new StringBuilder(url.length());
        for (byte b : url.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xFF);
            if (c < 0x80 && (Character.isLetterOrDigit(c) || OF_URL.indexOf(c) >= 0)) {
                out.append(c);
            } else {
                out.append('%').append(HexFormat.of().withUpperCase().toHexDigits(b));
            }
        }
        return out.toString();
    }

    /**
     * Where a response of this URL redirects to.
     *
     * @throws HttpFailedException when that is nowhere
     */
    OutboundUrl redirected(String location) throws HttpFailedException {
        String from = uri.getScheme() + "://" + uri.getRawAuthority();
        try {
            // A query alone is of the same path, which URI.resolve does not know.
            String next =
                    location.startsWith("?")
                            ? from + path() + location
                            : URI.create(from + path()).resolve(escaped(location)).toString();
            return of(next);
        } catch (IllegalArgumentException _) {
            throw new HttpFailedException("error following redirect: invalid location");
        }
    }

    private String path() {
        return uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
    }

    /** What stands in the request line. */
    String target() {
        return path() + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery());
    }

    boolean isSecure() {
        return uri.getScheme().equalsIgnoreCase("https");
    }

    private int usualPort() {
        return isSecure() ? HTTPS_PORT : HTTP_PORT;
    }

    int port() {
        return uri.getPort() > 0 ? uri.getPort() : usualPort();
    }

    /** A name or an address; one of IPv6 without its brackets. */
    String host() {
        String host = uri.getHost();
        return isBracketed() ? host.substring(1, host.length() - 1) : host;
    }

    private boolean isBracketed() {
        return uri.getHost().startsWith("[");
    }

    /** Host and port as the header has them: without a port that is the usual one. */
    String authority() {
        return uri.getHost() + (port() == usualPort() ? "" : ":" + port());
    }

    /** The address that stands for the host, when it is one and not a name. */
    Optional<InetAddress> literal() {
        try {
            return Optional.of(InetAddress.ofLiteral(host()));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /** Whether the host is an address of IPv4 in the form of IPv6. */
    boolean isMappedLiteral() {
        return isBracketed() && literal().filter(Inet4Address.class::isInstance).isPresent();
    }

    boolean isOfSameServer(OutboundUrl other) {
        return isSecure() == other.isSecure()
                && port() == other.port()
                && host().equalsIgnoreCase(other.host());
    }

    /** As errors show it: without the query and the user, which may hold secrets. */
    String shown() {
        return uri.getScheme() + "://" + authority() + path();
    }
}
