package dev.stele.host.error;

/** Checks of what must hold whatever a caller does; they are always on. */
public final class Invariant {

    private Invariant() {}

    /**
     * Fails when {@code holds} is false.
     *
     * @throws IllegalStateException naming what was broken; it poisons the database it happens in
     */
    public static void check(boolean holds, String broken) {
        if (!holds) {
            throw new IllegalStateException("invariant broken: " + broken);
        }
    }
}
