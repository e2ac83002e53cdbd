package dev.stele.polyglot.js.source;

/** A place in a file; line and column from 1. */
public record SourcePosition(String file, int line, int column) {

    @Override
    public String toString() {
        return file + ":" + line + ":" + column;
    }
}
