package dev.stele.polyglot.wasm.abi;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A version of the module ABI, as in the import module name {@code spacetime_10.4}. */
public record AbiVersion(int major, int minor) {

    private static final Pattern MODULE = Pattern.compile("spacetime_(\\d{1,5})\\.(\\d{1,5})");
    private static final int PART_MAX = 0xffff;

    /** The version that an import module's name has; empty when it has no such form. */
    public static Optional<AbiVersion> ofModule(String name) {
        Matcher matcher = MODULE.matcher(name);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        int major = Integer.parseInt(matcher.group(1));
        int minor = Integer.parseInt(matcher.group(2));
        return major <= PART_MAX && minor <= PART_MAX
                ? Optional.of(new AbiVersion(major, minor))
                : Optional.empty();
    }

    /** Whether a host of this version runs modules that need {@code other}. */
    public boolean supports(AbiVersion other) {
        return major == other.major && minor >= other.minor;
    }

    public String text() {
        return major + "." + minor;
    }
}
