package dev.spinel.engine.memory;

/**
 * What must hold if the program is right. A broken invariant may have left half a change behind, so the process
 * reports and stops: {@link BrokenInvariant} is an {@code Error} that nothing below the server's main loop catches.
 */
public final class Invariant {
    private Invariant() {}

    /** Stops when {@code holds} is false. The message is a constant, so that a passing check costs one branch. */
    public static void check(boolean holds, String message) {
        if (!holds) throw new BrokenInvariant(message);
    }

    /** For the caller to throw, where the message is built from numbers. */
    public static BrokenInvariant broken(String message) {
        return new BrokenInvariant(message);
    }
}
