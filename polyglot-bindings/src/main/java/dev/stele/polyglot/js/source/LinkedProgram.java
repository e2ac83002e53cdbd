package dev.stele.polyglot.js.source;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Every module of a program by the absolute path under which it is evaluated; immutable. */
public final class LinkedProgram {

    private final String entry;
    private final Map<String, LinkedModule> modules;

    LinkedProgram(String entry, Map<String, LinkedModule> modules) {
        this.entry = entry;
        this.modules = Map.copyOf(modules);
    }

    /** The absolute path of the entry module. */
    public String entry() {
        return entry;
    }

    public Optional<LinkedModule> module(@Nullable String path) {
        return path == null ? Optional.empty() : Optional.ofNullable(modules.get(path));
    }
}
