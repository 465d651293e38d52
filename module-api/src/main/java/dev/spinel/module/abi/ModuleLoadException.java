package dev.spinel.module.abi;

/** A library that cannot become a module; the message is what the operator log says after the path. */
public final class ModuleLoadException extends Exception {
    private static final long serialVersionUID = 1L;

    public ModuleLoadException(String message) {
        super(message);
    }

    public ModuleLoadException(String message, Throwable cause) {
        super(message, cause);
    }
}
