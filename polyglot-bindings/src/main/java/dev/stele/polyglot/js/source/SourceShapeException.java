package dev.stele.polyglot.js.source;

/** Something in a compiled text that cannot be run, at an offset of it. */
final class SourceShapeException extends Exception {

    private static final long serialVersionUID = 1L;

    private final int offset;

    SourceShapeException(int offset, String message) {
        super(message, null, false, false);
        this.offset = offset;
    }

    int offset() {
        return offset;
    }
}
