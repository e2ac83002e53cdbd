package dev.stele.polyglot.wasm.binary;

/** A module that is refused; the message is for its author. */
public final class InvalidWasmException extends Exception {

    private static final long serialVersionUID = 1L;

    public InvalidWasmException(String message) {
        super(message, null, false, false);
    }
}
