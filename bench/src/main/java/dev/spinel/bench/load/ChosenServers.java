package dev.spinel.bench.load;

import java.util.List;
import picocli.CommandLine.Option;

/** The servers of a subcommand that looks at each by itself, so that one may be left out. */
final class ChosenServers extends ServerOptions {
    @Option(names = "--only", paramLabel = "NAME", description = "Only this server: redis or spinel.")
    private String only;

    /** The servers to look at, in this order. */
    List<String> names() {
        return names(0);
    }

    /** The servers to look at in one of several rounds; their order alternates. */
    List<String> names(int round) {
        return order(round).stream().filter(name -> only == null || only.equals(name)).toList();
    }
}
