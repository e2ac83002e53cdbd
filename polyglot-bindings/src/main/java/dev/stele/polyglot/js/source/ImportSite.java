package dev.stele.polyglot.js.source;

import java.util.Set;

/**
 * One import in a compiled text.
 *
 * @param start offset of the specifier's opening quote; {@code end} after the closing one
 * @param names what is imported by name, {@code default} not among them
 */
record ImportSite(Kind kind, int start, int end, String specifier, Set<String> names) {

    enum Kind {
        /** {@code import ... from} and {@code export {...} from}. */
        STATIC,
        /** {@code export * from}. */
        EXPORT_ALL,
        /** {@code import("...")}. */
        DYNAMIC,
        /** {@code require("...")}. */
        REQUIRE
    }

    ImportSite {
        names = Set.copyOf(names);
    }
}
