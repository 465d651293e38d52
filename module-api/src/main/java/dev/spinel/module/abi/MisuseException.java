package dev.spinel.module.abi;

/** A module breaks a rule that is only checked in debug mode. Ends the call, never the server. */
public final class MisuseException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public MisuseException(String message) {
        super(message, null, false, false);
    }
}
