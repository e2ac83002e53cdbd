package dev.stele.host.module;

/**
 * A program that cannot be loaded; the message is for its author and names file, line and column.
 */
public final class ModuleLoadException extends Exception {

    private static final long serialVersionUID = 1L;

    public ModuleLoadException(String message) {
        super(message, null, false, false);
    }
}
