package dev.stele.cli.toolchain;

/** Why a project could not be built, and in {@code hint} what to try next (may be empty). */
public final class BuildException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String hint;

    BuildException(String message) {
        this(message, "");
    }

    BuildException(String message, String hint) {
        super(message);
        this.hint = hint;
    }

    public String hint() {
        return hint;
    }
}
