package dev.spinel.module.spi;

/** An error meant for the client: its message is the answer, the code in front ({@code ERR …}). */
public final class CommandError extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public CommandError(String message) {
        super(message, null, false, false);
    }
}
