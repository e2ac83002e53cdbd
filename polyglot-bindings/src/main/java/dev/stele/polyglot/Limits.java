package dev.stele.polyglot;

import java.time.Duration;

/** The limits of this module that are not per-call budgets. */
public final class Limits {

    /** Stack of a thread that runs guests: deep enough for recursion that people write. */
    public static final long GUEST_STACK_BYTES = 4L << 20;

    /**
     * Times its budget that a call may take on the clock: a machine that is busy elsewhere lets it
     * wait, which it should not pay for, but the database cannot wait for ever.
     */
    public static final int WALL_CLOCK_FACTOR = 3;

    /** How often the watchdog looks while calls are running. */
    public static final Duration WATCH_INTERVAL = Duration.ofMillis(2);

    /** How often the watchdog looks when nothing has run for {@link #IDLE_AFTER_LOOKS}. */
    public static final Duration IDLE_WATCH_INTERVAL = Duration.ofMillis(10);

    /** Looks without a running call after which the watchdog slows down. */
    public static final int IDLE_AFTER_LOOKS = 500;

    /** A cancelled guest that still runs after this long is reported as stuck. */
    public static final Duration STUCK_AFTER = Duration.ofSeconds(15);

    /** What parsing and linking a large program may allocate beyond the guest's own budget. */
    public static final long LOAD_OVERHEAD_BYTES = 256L << 20;

    /** Whole program as published. */
    public static final int PROGRAM_BYTES_MAX = 64 << 20;

    /** Files in a program's archive. */
    public static final int PROGRAM_FILES_MAX = 20_000;

    /** All files of a program's archive, unpacked. */
    public static final long PROGRAM_UNPACKED_BYTES_MAX = 256L << 20;

    /** Unpacked bytes for each packed byte, once past {@link #RATIO_FREE_BYTES}. */
    public static final int PROGRAM_RATIO_MAX = 100;

    /** Small archives of repetitive text compress well; the ratio counts from here. */
    public static final long RATIO_FREE_BYTES = 1L << 20;

    /** One source file. */
    public static final int SOURCE_FILE_BYTES_MAX = 8 << 20;

    /** Modules in one program's import graph. */
    public static final int GRAPH_MODULES_MAX = 10_000;

    /** Brackets within brackets in a source file. */
    public static final int SYNTAX_DEPTH_MAX = 1_000;

    /** Operators or words in a row in a source file, each of which may nest in the one before. */
    public static final int SYNTAX_CHAIN_MAX = 200_000;

    /** Stack of the compiling thread: 5 KiB for each link of the longest chain. Not touched. */
    public static final long COMPILE_STACK_BYTES = 1L << 30;

    /** Problems reported for one program. */
    public static final int PROBLEMS_MAX = 20;

    /** Compiled files kept for the next publish, by characters of source. */
    public static final int COMPILE_CACHE_CHARS = 32 << 20;

    /** Scratch memory shared with a guest at the start; grows for longer rows. */
    public static final int SCRATCH_BYTES = 64 << 10;

    /** Longest row or key that crosses the boundary. */
    public static final int SCRATCH_BYTES_MAX = 256 << 20;

    /** Console lines kept while a module is evaluated, before it has a log. */
    public static final int EARLY_LOG_LINES = 1_000;

    /** One console line, in characters; the rest is cut. */
    public static final int LOG_MESSAGE_CHARS = 64 << 10;

    /** Senders whose numbers are kept as guest values. */
    public static final int CALLER_CACHE_ENTRIES = 4_096;

    /** Wasm modules kept ready for the next instance. */
    public static final int COMPILED_MODULES_KEPT = 64;

    /**
     * What growing a Wasm memory step by step may copy in one call beyond the guest's own budget:
     * the memory itself is bounded, its copies are garbage.
     */
    public static final long MEMORY_GROWTH_BYTES = 4L << 30;

    /** Guest functions named in a trap's trace. */
    public static final int TRACE_FRAMES_MAX = 50;

    private Limits() {}
}
