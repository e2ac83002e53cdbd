package dev.stele.server.http;

/**
 * How many connections may be open, WebSockets among them; one more is answered with 503 and
 * closed.
 *
 * @param socketsMax of all clients together
 * @param perAddressMax of one address, which is that of a proxy where there is one
 */
public record SocketLimits(int socketsMax, int perAddressMax) {

    /** No address can take all places, and one with many users behind it has enough. */
    public static final SocketLimits DEFAULT = new SocketLimits(25_000, 20_000);

    public SocketLimits {
        if (socketsMax < 1 || perAddressMax < 1) {
            throw new IllegalArgumentException(
                    "limits " + socketsMax + " and " + perAddressMax + ", expected at least 1");
        }
    }
}
