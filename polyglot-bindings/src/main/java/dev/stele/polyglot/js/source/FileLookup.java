package dev.stele.polyglot.js.source;

import java.util.Optional;

/** Files by path relative to a root: a packed program, or the disk. */
interface FileLookup {

    boolean isFile(String path);

    boolean isDirectory(String path);

    /** The file's text, or empty when it is not there or not UTF-8. */
    Optional<String> text(String path);

    /** Where a path really is, links followed. */
    default String canonical(String path) {
        return path;
    }
}
