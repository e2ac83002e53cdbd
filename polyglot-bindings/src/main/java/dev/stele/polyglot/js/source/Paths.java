package dev.stele.polyglot.js.source;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Arithmetic on paths inside a program: relative, {@code /} between names, no leading slash. */
final class Paths {

    private Paths() {}

    /** The folder of a path; empty for the root. */
    static String parent(String path) {
        int slash = path.lastIndexOf('/');
        return slash < 0 ? "" : path.substring(0, slash);
    }

    static String name(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** {@code relative} seen from the folder {@code base}; empty when it leaves the root. */
    static Optional<String> join(String base, String relative) {
        List<String> names = new ArrayList<>();
        String whole = base.isEmpty() ? relative : base + "/" + relative;
        for (String name : whole.split("/", -1)) {
            if (name.isEmpty() || name.equals(".")) {
                continue;
            }
            if (!name.equals("..")) {
                names.add(name);
            } else if (names.isEmpty()) {
                return Optional.empty();
            } else {
                names.removeLast();
            }
        }
        return Optional.of(String.join("/", names));
    }

    /** The extension with its dot; empty when there is none. */
    static String extension(String path) {
        String name = name(path);
        int dot = name.lastIndexOf('.');
        return dot <= 0 ? "" : name.substring(dot);
    }

    static boolean inNodeModules(String path) {
        return path.startsWith("node_modules/") || path.contains("/node_modules/");
    }
}
