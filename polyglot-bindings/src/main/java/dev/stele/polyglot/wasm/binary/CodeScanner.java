package dev.stele.polyglot.wasm.binary;

/**
 * Goes through the instructions of one function: names the features that the engine does not have,
 * where the engine itself would only tell of an unknown number, and holds sizes and depths within
 * {@link Limits}, since the engine goes into depth by recursion. Types are the engine's to check.
 */
final class CodeScanner {

    private static final int EMPTY_BLOCK = -0x40;
    private static final int FUNCREF = -0x10;
    private static final int EXTERNREF = -0x11;
    private static final int V128 = -0x05;
    private static final int I32 = -0x01;
    private static final int HEAP_TYPE_BITS = 33;

    /** In the alignment of a memory access: an index of a memory follows. */
    private static final int HAS_MEMORY_INDEX = 0x40;

    private static final int VECTOR_BYTES = 16;
    private static final int FIRST_PLAIN = 0x45;
    private static final int LAST_PLAIN = 0xc4;

    private final WasmReader in;
    private int depth = 1;

    private CodeScanner(WasmReader in) {
        this.in = in;
    }

    /** Scans the body of a function that has {@code params} parameters. */
    static void scan(WasmReader body, int params) throws InvalidWasmException {
        CodeScanner scanner = new CodeScanner(body);
        scanner.locals(params);
        while (scanner.depth > 0) {
            scanner.instruction();
        }
        body.expectEnd();
    }

    private void locals(int params) throws InvalidWasmException {
        int groups = in.count(Limits.LOCALS_MAX, "groups of locals");
        long locals = params;
        for (int i = 0; i < groups; i++) {
            locals += Integer.toUnsignedLong(in.u32());
            if (locals > Limits.LOCALS_MAX) {
                throw in.problem(locals + " locals, at most " + Limits.LOCALS_MAX + " are allowed");
            }
            ValueType.read(in);
        }
    }

    private void instruction() throws InvalidWasmException {
        int code = in.u8();
        if (code >= FIRST_PLAIN && code <= LAST_PLAIN) {
            return;
        }
        switch (code) {
            case 0x00, 0x01, 0x05, 0x0f, 0x1a, 0x1b, 0xd1 -> {}
            case 0x02, 0x03, 0x04 -> block();
            case 0x06, 0x07, 0x08, 0x09, 0x0a, 0x18, 0x19, 0x1f ->
                    throw in.unsupported("exception handling");
            case 0x0b -> depth--;
            case 0x0e -> branches();
            case 0x0c, 0x0d, 0x10, 0x20, 0x21, 0x22, 0x23, 0x24, 0x25, 0x26, 0x3f, 0x40, 0xd2 ->
                    in.u32();
            case 0x11 -> indices(2);
            case 0x12, 0x13 -> throw in.unsupported("tail calls");
            case 0x14, 0x15, 0xd3, 0xd4, 0xd5, 0xd6 ->
                    throw in.unsupported("garbage collection (typed references)");
            case 0x1c -> select();
            case 0x41 -> in.signed(32);
            case 0x42 -> in.signed(64);
            case 0x43 -> in.skip(Float.BYTES);
            case 0x44 -> in.skip(Double.BYTES);
            case 0xd0 -> nullType();
            case 0xfb -> throw in.unsupported("garbage collection (instruction 0xfb)");
            case 0xfc -> bulk(in.u32());
            case 0xfd -> vector(in.u32());
            case 0xfe -> throw in.unsupported("threads (atomic instructions)");
            default -> {
                if (code < 0x28 || code > 0x3e) {
                    throw noSuch("0x%02x".formatted(code));
                }
                memoryAccess();
            }
        }
    }

    private InvalidWasmException noSuch(String instruction) {
        return in.problem("instruction " + instruction + ", which does not exist");
    }

    private void block() throws InvalidWasmException {
        long type = in.signed(HEAP_TYPE_BITS);
        boolean isKnown =
                type >= 0
                        || type == EMPTY_BLOCK
                        || (type >= V128 && type <= I32)
                        || type == FUNCREF
                        || type == EXTERNREF;
        if (!isKnown) {
            throw in.unsupported("garbage collection (typed references)");
        }
        if (++depth > Limits.BLOCK_DEPTH_MAX) {
            throw in.problem(
                    "blocks nest more than " + Limits.BLOCK_DEPTH_MAX + " deep in one function");
        }
    }

    private void branches() throws InvalidWasmException {
        indices(in.count(Limits.BRANCH_TARGETS_MAX, "targets of a br_table"));
        in.u32();
    }

    private void select() throws InvalidWasmException {
        int types = in.count(1, "types of a select");
        for (int i = 0; i < types; i++) {
            ValueType.read(in);
        }
    }

    private void nullType() throws InvalidWasmException {
        long type = in.signed(HEAP_TYPE_BITS);
        if (type != FUNCREF && type != EXTERNREF) {
            throw in.unsupported("garbage collection (typed references)");
        }
    }

    private void indices(int count) throws InvalidWasmException {
        for (int i = 0; i < count; i++) {
            in.u32();
        }
    }

    private void memoryAccess() throws InvalidWasmException {
        if ((in.u32() & HAS_MEMORY_INDEX) != 0) {
            throw in.unsupported("multi-memory");
        }
        in.u32();
    }

    /** Saturating conversions, bulk memory and tables. */
    private void bulk(int code) throws InvalidWasmException {
        switch (code) {
            case 0, 1, 2, 3, 4, 5, 6, 7 -> {}
            case 9, 11, 13, 15, 16, 17 -> in.u32();
            case 8, 10, 12, 14 -> indices(2);
            default -> throw noSuch("0xfc " + Integer.toUnsignedString(code));
        }
    }

    /** 128-bit vectors: loads and stores, constants, lanes; everything else has no immediate. */
    private void vector(int code) throws InvalidWasmException {
        if ((code >= 0 && code <= 11) || code == 92 || code == 93) {
            memoryAccess();
        } else if (code == 12 || code == 13) {
            in.skip(VECTOR_BYTES);
        } else if (code >= 21 && code <= 34) {
            in.u8();
        } else if (code >= 84 && code <= 91) {
            memoryAccess();
            in.u8();
        }
    }
}
