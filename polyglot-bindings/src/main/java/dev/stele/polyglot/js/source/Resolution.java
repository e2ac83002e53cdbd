package dev.stele.polyglot.js.source;

/** Where an import leads. */
sealed interface Resolution {

    /** A file of the program or of the built-in SDK. */
    record File(String path) implements Resolution {}

    /** A module that the host itself provides, by its own name. */
    record Builtin(String name) implements Resolution {}

    /** Nowhere; {@code message} tells the author why and what to do. */
    record Refused(String message) implements Resolution {}
}
