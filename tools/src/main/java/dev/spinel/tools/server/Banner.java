package dev.spinel.tools.server;

import dev.spinel.engine.stats.ServerVersion;

/** What the log shows first; tools read the process id from it. */
final class Banner {
    private Banner() {}

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
