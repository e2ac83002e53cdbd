package dev.stele.polyglot.wasm.binary;

import java.util.Optional;

/** The size of a memory (in pages) or a table (in entries): at the start, and at most; unsigned. */
public record SizeLimits(int min, Optional<Integer> max) {

    private static final int HAS_MAX = 0x01;
    private static final int SHARED = 0x02;
    private static final int WIDE = 0x04;

    static SizeLimits read(WasmReader in) throws InvalidWasmException {
        int flags = in.u8();
        if ((flags & SHARED) != 0) {
            throw in.unsupported("threads (shared memory)");
        }
        if ((flags & WIDE) != 0) {
            throw in.unsupported("memory64");
        }
        if (flags > HAS_MAX) {
            throw in.problem("limits of kind 0x%02x".formatted(flags));
        }
        int min = in.u32();
        Optional<Integer> max = flags == HAS_MAX ? Optional.of(in.u32()) : Optional.empty();
        if (max.isPresent() && Integer.compareUnsigned(max.get(), min) < 0) {
            throw in.problem("a maximum size below the minimum");
        }
        return new SizeLimits(min, max);
    }

    /** The same with a maximum of no more than {@code most}. */
    SizeLimits clamped(int most) {
        return new SizeLimits(
                min,
                Optional.of(max.filter(m -> Integer.compareUnsigned(m, most) < 0).orElse(most)));
    }
}
