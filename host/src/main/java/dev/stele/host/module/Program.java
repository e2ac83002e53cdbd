package dev.stele.host.module;

import dev.stele.host.sats.Bytes;

/** The bytes that somebody published, and the kind of host that runs them. */
public record Program(Kind kind, Bytes bytes) {

    /** The kinds of program; {@code code} is the value in {@code st_module.program_kind}. */
    public enum Kind {
        WASM(0),
        JS(1);

        private final int code;

        Kind(int code) {
            this.code = code;
        }

        public int code() {
            return code;
        }
    }
}
