package dev.stele.polyglot.js.source;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Every module of a program by the absolute path under which it is evaluated; immutable. */
public final class LinkedProgram {

    private final String entryFile;
    private final String entry;
    private final Map<String, LinkedModule> modules;

    LinkedProgram(String entryFile, String entry, Map<String, LinkedModule> modules) {
        this.entryFile = entryFile;
        this.entry = entry;
        this.modules = Map.copyOf(modules);
    }

    /** The author's entry file. */
    public String entryFile() {
        return entryFile;
    }

    /** The absolute path of the entry module. */
    public String entry() {
        return entry;
    }

    public Optional<LinkedModule> module(@Nullable String path) {
        return path == null ? Optional.empty() : Optional.ofNullable(modules.get(path));
    }
}
