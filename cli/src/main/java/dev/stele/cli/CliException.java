package dev.stele.cli;

/** Why a command could not be carried out, and in {@code hint} what to try next (may be empty). */
final class CliException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String hint;

    CliException(String message) {
        this(message, "");
    }

    CliException(String message, String hint) {
        super(message);
        this.hint = hint;
    }

    String hint() {
        return hint;
    }
}
