package dev.stele.polyglot.wasm.abi;

import dev.stele.host.sats.Bytes;
import dev.stele.host.sats.ConnectionId;
import org.graalvm.polyglot.HostAccess;

/** Import module {@code spacetime_10.2}. Spec 01 section 1.4. */
public final class Spacetime10_2 {

    private final HostSide host;

    public Spacetime10_2(HostSide host) {
        this.host = host;
    }

    /**
     * Writes a source of the JWT payload of a connection (16 bytes, little-endian), or 0 when it
     * has none.
     */
    @HostAccess.Export
    public int getJwt(int connection, int out) {
        byte[] bytes = host.in(connection, ConnectionId.WIDTH_BYTES);
        ConnectionId id = new ConnectionId(Bytes.copyOf(bytes, 0, ConnectionId.WIDTH_BYTES));
        return host.errno("get_jwt", tables -> host.out(out, host.source(tables.jwtPayload(id))));
    }
}
