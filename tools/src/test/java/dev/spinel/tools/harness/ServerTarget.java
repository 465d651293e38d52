package dev.spinel.tools.harness;

import dev.spinel.engine.Requirement;
import java.io.File;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A kind of server that can be started: the words of its command line up to the configuration file.
 *
 * @param name short name for messages
 * @param command program and first arguments
 */
public record ServerTarget(String name, List<String> command) {
    /** Names a launcher to test in place of the classes on the test class path. */
    public static final String LAUNCHER_PROPERTY = "spinel.server";
    private static final String MAIN_CLASS = "dev.spinel.tools.server.Main";

    public ServerTarget {
        command = List.copyOf(command);
    }

    /** The real redis-server: the one {@code REDIS_SERVER} names, else the first on the path; empty when there is none. */
    public static Optional<ServerTarget> redis() {
        String named = System.getenv("REDIS_SERVER");
        if (named != null) return Optional.of(launcher("redis", Path.of(named)));
        for (String directory : System.getenv("PATH").split(File.pathSeparator)) {
            Path program = Path.of(directory, "redis-server");
            if (Files.isExecutable(program)) return Optional.of(launcher("redis", program));
        }
        return Optional.empty();
    }

    /** The real redis-server, which the calling test cannot do without. */
    public static ServerTarget requiredRedis() {
        Requirement.of(redis().isPresent(), "redis-server");
        return redis().orElseThrow();
    }

    /** Spinel: the launcher named by {@code -Dspinel.server}, else the class path and JVM flags of this very test. */
    public static ServerTarget spinel() {
        String launcher = System.getProperty(LAUNCHER_PROPERTY);
        if (launcher != null) return launcher("spinel", Path.of(launcher));
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        for (String flag : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
            if (isForServer(flag)) command.add(flag);
        }
        command.add("-XX:+ErrorFileToStdout");  // a crash is told in the log: the directory is gone after the test
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), MAIN_CLASS));
        return new ServerTarget("spinel", command);
    }

    /** A server that is started by one executable file. */
    public static ServerTarget launcher(String name, Path program) {
        return new ServerTarget(name, List.of(program.toAbsolutePath().toString()));
    }

    private static boolean isForServer(String flag) {
        return flag.startsWith("-X") || flag.startsWith("--add-exports") || flag.startsWith("--enable-native-access")
                || flag.startsWith("-Dspinel.");
    }
}
