package dev.spinel.module.abi;

/** A module passed a pointer that is stale, foreign, or of another kind. Ends the call, never the server. */
public final class BadHandleException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public BadHandleException(String message) {
        super(message);
    }
}
