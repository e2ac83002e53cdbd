package dev.stele.host.module;

import dev.stele.host.bsatn.DecodeException;
import dev.stele.host.sats.Bytes;

/** The bytes that somebody published, and the kind of host that runs them. */
public record Program(Kind kind, Bytes bytes) {

    /** The kinds of program; {@code code} is the value in {@code st_module.program_kind}. */
    public enum Kind {
        WASM(0),
        JS(1),
        /** Several modules, of several languages: see the mixed programs of the bindings. */
        MIXED(2);

        private final int code;

        Kind(int code) {
            this.code = code;
        }

        /**
         * The kind with {@code code}.
         *
         * @throws DecodeException when there is none
         */
        static Kind of(int code) {
            for (Kind kind : values()) {
                if (kind.code == code) {
                    return kind;
                }
            }
            throw new DecodeException("program kind " + code + ", expected 0 to 2");
        }

        public int code() {
            return code;
        }
    }
}
