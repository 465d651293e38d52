package dev.spinel.module.abi;

import java.nio.file.Path;

/** A library that cannot become a module; the message is the line for the operator log. */
public final class ModuleLoadException extends Exception {
    private static final long serialVersionUID = 1L;

    public ModuleLoadException(String message) {
        super(message);
    }

    public ModuleLoadException(Path path, String reason) {
        super(failure(path, reason));
    }

    public ModuleLoadException(Path path, String reason, Throwable cause) {
        super(failure(path, reason), cause);
    }

    private static String failure(Path path, String reason) {
        return "Module " + path + " failed to load: " + reason;
    }
}
