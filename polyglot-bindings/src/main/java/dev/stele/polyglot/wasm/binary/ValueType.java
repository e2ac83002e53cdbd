package dev.stele.polyglot.wasm.binary;

/** The types of WebAssembly values that the engine runs, with their codes. */
public enum ValueType {
    I32(0x7f),
    I64(0x7e),
    F32(0x7d),
    F64(0x7c),
    V128(0x7b),
    FUNCREF(0x70),
    EXTERNREF(0x6f);

    private final int code;

    ValueType(int code) {
        this.code = code;
    }

    static ValueType read(WasmReader in) throws InvalidWasmException {
        int code = in.u8();
        for (ValueType type : values()) {
            if (type.code == code) {
                return type;
            }
        }
        if (code >= 0x63 && code <= 0x74) {
            throw in.unsupported("garbage collection (reference type 0x%02x)".formatted(code));
        }
        throw in.problem("value type 0x%02x, which does not exist".formatted(code));
    }

    /** The name in the text format, for example {@code i32}. */
    public String text() {
        return switch (this) {
            case I32 -> "i32";
            case I64 -> "i64";
            case F32 -> "f32";
            case F64 -> "f64";
            case V128 -> "v128";
            case FUNCREF -> "funcref";
            case EXTERNREF -> "externref";
        };
    }
}
