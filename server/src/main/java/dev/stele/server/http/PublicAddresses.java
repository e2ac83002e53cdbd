package dev.stele.server.http;

import java.math.BigInteger;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;

/**
 * Which addresses modules may connect to: those of the public internet, none of private networks or
 * special purposes, so that a module cannot reach what its server can. Spec 01 section 1.11.
 */
final class PublicAddresses {

    /** A range of addresses: the first {@code bits} bits are those of {@code base}. */
    @SuppressWarnings("ArrayRecordComponent") // Never compared, never written to.
    private record Range(byte[] base, int bits) {

        static Range of(String text) {
            int slash = text.indexOf('/');
            return new Range(
                    InetAddress.ofLiteral(text.substring(0, slash)).getAddress(),
                    Integer.parseInt(text.substring(slash + 1)));
        }

        boolean contains(byte[] address) {
            if (address.length != base.length) {
                return false;
            }
            int rest = base.length * Byte.SIZE - bits;
            return new BigInteger(1, address)
                    .shiftRight(rest)
                    .equals(new BigInteger(1, base).shiftRight(rest));
        }
    }

    private static final List<Range> SPECIAL =
            List.of(
                            "0.0.0.0/8",
                            "10.0.0.0/8",
                            "100.64.0.0/10",
                            "127.0.0.0/8",
                            "169.254.0.0/16",
                            "172.16.0.0/12",
                            "192.0.0.0/24",
                            "192.0.2.0/24",
                            "192.31.196.0/24",
                            "192.52.193.0/24",
                            "192.88.99.0/24",
                            "192.168.0.0/16",
                            "192.175.48.0/24",
                            "198.18.0.0/15",
                            "198.51.100.0/24",
                            "203.0.113.0/24",
                            "224.0.0.0/4",
                            "240.0.0.0/4",
                            "::/128",
                            "::1/128",
                            "64:ff9b::/96",
                            "64:ff9b:1::/48",
                            "100::/64",
                            "100:0:0:1::/64",
                            "2001::/23",
                            "2001:db8::/32",
                            "2002::/16",
                            "2620:4f:8000::/48",
                            "3fff::/20",
                            "5f00::/16",
                            "fc00::/7",
                            "fe80::/10",
                            "ff00::/8")
                    .stream()
                    .map(Range::of)
                    .toList();

    private PublicAddresses() {}

    /** Whether {@code address} is of the public internet; an IPv4 one in IPv6 form is not. */
    static boolean isPublic(InetAddress address) {
        byte[] bytes = address.getAddress();
        return SPECIAL.stream().noneMatch(range -> range.contains(bytes)) && !isMapped(bytes);
    }

    private static boolean isMapped(byte[] bytes) {
        return bytes.length == 16
                && Arrays.equals(bytes, 0, 10, new byte[10], 0, 10)
                && bytes[10] == (byte) 0xFF
                && bytes[11] == (byte) 0xFF;
    }
}
