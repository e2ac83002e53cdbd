package dev.stele.polyglot.wasm.abi;

import org.graalvm.polyglot.HostAccess;

/** Import module {@code spacetime_10.6}: the environment of a module. */
public final class Spacetime10_6 {

    private final HostSide host;

    public Spacetime10_6(HostSide host) {
        this.host = host;
    }

    /** Writes a source of the value of an environment variable, or 0: there are none yet. */
    @HostAccess.Export
    public int envGet(int key, int keyLength, int out) {
        host.name(key, keyLength);
        return host.errno("env_get", tables -> host.out(out, 0));
    }
}
