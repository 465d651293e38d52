package dev.spinel.tools.server;

import dev.spinel.engine.stats.ServerVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the log shows first; tools read the process id from it. */
final class Banner {
    private Banner() {}

    /** Whether somebody looks at our standard output: it is a terminal. */
    static boolean isWatched() {
        try {
            return Files.readSymbolicLink(Path.of("/proc/self/fd/1")).toString().matches("/dev/(pts/|tty).*");
        } catch (IOException unknown) {
            return false;
        }
    }

    static String text(long pid, long port) {
        return """

                      .
                     / \\
                    /   \\        Spinel %s, compatible with Redis %s
                   /  .  \\
                  /  / \\  \\      Running in standalone mode
                 (  /   \\  )     Port: %d
                  \\ \\   / /      PID: %d
                   \\ \\ / /
                    \\ v /
                     \\_/
                """
                .formatted(ServerVersion.SPINEL, ServerVersion.REDIS, port, pid);
    }
}
