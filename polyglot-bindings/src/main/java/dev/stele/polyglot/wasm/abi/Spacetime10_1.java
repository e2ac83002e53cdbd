package dev.stele.polyglot.wasm.abi;

import dev.stele.host.module.AbiException;
import org.graalvm.polyglot.HostAccess;

/** Import module {@code spacetime_10.1}. Spec 01 section 1.4. */
public final class Spacetime10_1 {

    private final HostSide host;

    public Spacetime10_1(HostSide host) {
        this.host = host;
    }

    /** Writes how many bytes a source still has, u32. NO_SUCH_BYTES. */
    @HostAccess.Export
    public int bytesSourceRemainingLength(int source, int out) {
        try {
            host.out(out, host.sources().at(source).remaining());
            return 0;
        } catch (AbiException e) {
            return e.errno().code();
        }
    }
}
