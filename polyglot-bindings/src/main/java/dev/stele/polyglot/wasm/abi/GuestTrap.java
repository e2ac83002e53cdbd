package dev.stele.polyglot.wasm.abi;

/** Ends the guest's call: it did what no correct module does, or the host cannot go on. */
public final class GuestTrap extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public GuestTrap(String message) {
        super(message, null, false, false);
    }

    /** A trap for a failure of the host itself, which keeps the cause for the log. */
    public GuestTrap(String message, Throwable cause) {
        super(message, cause, false, false);
    }

    /** A trap for bytes that are not all within the memory. */
    public static GuestTrap outOfBounds(int pointer, int length, long size) {
        return new GuestTrap(
                "out of bounds memory access: "
                        + Integer.toUnsignedString(length)
                        + " bytes at "
                        + Integer.toUnsignedString(pointer)
                        + " of a memory of "
                        + size
                        + " bytes");
    }
}
