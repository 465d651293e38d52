package dev.spinel.bench.load;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/** Which two servers are compared; every subcommand has these options. */
class ServerOptions {
    /** The name of the server that ratios divide by. */
    static final String SPINEL = "spinel";
    static final String REDIS = "redis";

    @Option(names = "--redis", paramLabel = "COMMAND", defaultValue = "redis-server",
            description = "How to start the reference server; default: ${DEFAULT-VALUE}.")
    private String redis;

    @Option(names = "--spinel", paramLabel = "COMMAND",
            description = "How to start the measured server; default: bin/spinel-server of this repository.")
    private String spinel = Path.of(System.getProperty("spinel.root", "."), "bin", "spinel-server").toString();

    /** The order in which a round visits the servers; it alternates, so that drift of the machine hits both. */
    static List<String> order(int round) {
        return round % 2 == 0 ? List.of(REDIS, SPINEL) : List.of(SPINEL, REDIS);
    }

    ServerProcess start(String name) throws IOException {
        return start(name, List.of());
    }

    /** @param settings more words of the command line */
    ServerProcess start(String name, List<String> settings) throws IOException {
        String command = name.equals(REDIS) ? redis : spinel;
        return ServerProcess.start(name, (command + " " + String.join(" ", settings)).strip());
    }
}
