package dev.spinel.tools.server;

import java.nio.file.Files;
import java.nio.file.Path;

/** The {@code dir} setting: a JVM cannot change its directory, so relative paths are resolved here. */
final class WorkingDirectory {
    private Path path = Path.of("").toAbsolutePath();

    /** Moves to another directory; null when done, otherwise why not. */
    String change(String to) {
        Path target = path.resolve(to).normalize();
        if (!Files.exists(target)) {
            return "No such file or directory";
        }
        if (!Files.isDirectory(target)) {
            return "Not a directory";
        }
        path = target;
        return null;
    }

    Path resolve(String file) {
        return path.resolve(file).normalize();
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
