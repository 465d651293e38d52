package dev.spinel.bench.load;

import dev.spinel.bench.micro.MicroCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** `bin/spinel-bench`: measures Spinel beside a real redis-server. */
@Command(name = "spinel-bench", mixinStandardHelpOptions = true,
        description = "Measures Spinel beside redis-server, in one interleaved run.",
        subcommands = {CompareCommand.class, MemoryCommand.class, StartCommand.class, MicroCommand.class})
public final class Main {
    private Main() {}

    /** Runs one subcommand; the exit status is picocli's. */
    public static void main(String[] args) {
        System.exit(new CommandLine(new Main()).setCaseInsensitiveEnumValuesAllowed(true).execute(args));
    }
}
