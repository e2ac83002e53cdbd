package dev.stele.polyglot.wasm.abi;

import org.graalvm.polyglot.HostAccess;

/** Import module {@code spacetime_10.5}. Spec 01 section 1.4. */
public final class Spacetime10_5 {

    private final HostSide host;

    public Spacetime10_5(HostSide host) {
        this.host = host;
    }

    /** Deletes all rows; writes how many, u64. NO_SUCH_TABLE. */
    @HostAccess.Export
    public int datastoreClear(int table, int out) {
        return host.errno("datastore_clear", tables -> host.out(out, tables.clear(table)));
    }
}
