package dev.spinel.tools.server;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * {@code daemonize yes}. A JVM cannot fork: its other threads would be missing in the child. So the process that was
 * started runs its own command line once more, in a session of its own, and stays until that one serves.
 *
 * <pre>
 *   shell ── spinel-server --daemonize yes          reads the configuration, complains about it, starts …
 *              └─ setsid spinel-server …            … this one, which closes its standard output once it listens
 * </pre>
 */
final class Background {
    private static final String MARK = "SPINEL_IN_BACKGROUND";
    /** Says that the server listens; not part of any line of the log. */
    private static final byte SERVING = 4;
    private static final Path COMMAND_LINE = Path.of("/proc/self/cmdline");

    private Background() {}

    /** Whether this process is the one that was started in the background. */
    static boolean isHere() {
        return System.getenv(MARK) != null;
    }

    /**
     * Starts the server in the background and waits until it listens, or has ended.
     *
     * @param standardInput what it shall read there
     * @return the exit code for the process that stays in the foreground
     */
    static int start(String standardInput) throws IOException {
        List<String> command = new ArrayList<>(List.of("setsid"));
        command.addAll(Arrays.asList(Files.readString(COMMAND_LINE).split("\0", -1)));
        command.removeLast();
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(Redirect.DISCARD);
        builder.environment().put(MARK, "1");
        Process server = builder.start();
        try (OutputStream in = server.getOutputStream()) {
            in.write(standardInput.getBytes(StandardCharsets.ISO_8859_1));
        }
        byte[] said = server.getInputStream().readAllBytes();
        return said.length > 0 && said[said.length - 1] == SERVING ? 0 : exitCode(server);
    }

    private static int exitCode(Process server) {
        try {
            return server.waitFor();
        } catch (InterruptedException impossible) {
            throw new IllegalStateException("nobody interrupts the first thread", impossible);
        }
    }

    /** Lets the process in the foreground go; what is printed from now on is lost. */
    static void serving() {
        System.out.write(SERVING);
        System.out.flush();
        // For the standard streams the JDK opens the null device in place of what it closes.
        System.out.close();
    }
}
