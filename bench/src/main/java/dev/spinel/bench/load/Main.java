package dev.spinel.bench.load;

import dev.spinel.bench.micro.MicroCommand;
import java.io.IOException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParseResult;

/** `bin/spinel-bench`: measures Spinel beside a real redis-server. */
@Command(name = "spinel-bench", mixinStandardHelpOptions = true,
        description = "Measures Spinel beside redis-server, in one interleaved run.",
        subcommands = {CompareCommand.class, MemoryCommand.class, SnapshotCommand.class, StartCommand.class,
            ModuleCommand.class, TailCommand.class, MicroCommand.class})
public final class Main {
    private Main() {}

    /** Runs one subcommand; the exit status is picocli's. */
    public static void main(String[] args) {
        CommandLine commandLine = new CommandLine(new Main()).setCaseInsensitiveEnumValuesAllowed(true);
        commandLine.setExecutionExceptionHandler(Main::reportFailure);
        System.exit(commandLine.execute(args));
    }

    /** A server that refuses or dies explains itself in its message; anything else is ours and comes with its stack. */
    private static int reportFailure(Exception failure, CommandLine commandLine, ParseResult parsed) throws Exception {
        if (!(failure instanceof IOException)) throw failure;
        System.err.println("spinel-bench: " + failure.getMessage());
        return commandLine.getCommandSpec().exitCodeOnExecutionException();
    }
}
