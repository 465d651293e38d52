package dev.spinel.engine.memory;

/** A broken promise inside the program itself; see {@link Invariant}. */
public final class BrokenInvariant extends Error {
    private static final long serialVersionUID = 1L;

    BrokenInvariant(String message) {
        super(message);
    }
}
