package dev.stele.polyglot.wasm.binary;

/**
 * How large a module and its parts may be. The engine has no such limits; the figures are some
 * times what large modules of the known compilers have, and near those of browsers.
 */
public final class Limits {

    /** Memory pages of 64 KiB: 64 MiB. */
    public static final int MEMORY_PAGES_MAX = 1_024;

    /** Entries that a table may grow to, 8 bytes each in the host. */
    public static final int TABLE_ENTRIES_MAX = 1_000_000;

    static final int TYPES_MAX = 20_000;
    static final int PARAMS_MAX = 1_000;
    static final int IMPORTS_MAX = 1_000;
    static final int FUNCTIONS_MAX = 100_000;
    static final int TABLES_MAX = 16;
    static final int GLOBALS_MAX = 20_000;
    static final int EXPORTS_MAX = 20_000;
    static final int ELEMENT_SEGMENTS_MAX = 10_000;
    static final int DATA_SEGMENTS_MAX = 100_000;
    static final int CUSTOM_SECTIONS_MAX = 1_000;

    /** Bytes of one name, as in a browser. */
    static final int NAME_BYTES_MAX = 100_000;

    /** Bytes of one function's code. */
    static final int FUNCTION_BYTES_MAX = 8 << 20;

    /** Locals of one function, parameters included. */
    static final int LOCALS_MAX = 50_000;

    /** Blocks within blocks in one function. */
    static final int BLOCK_DEPTH_MAX = 10_000;

    /** Targets of one {@code br_table}. */
    static final int BRANCH_TARGETS_MAX = 65_520;

    private Limits() {}
}
