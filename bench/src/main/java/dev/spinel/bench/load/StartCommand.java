package dev.spinel.bench.load;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Starts both servers many times in turns: time from process start to the first PONG, and memory of the empty server.
 */
@Command(name = "start", mixinStandardHelpOptions = true,
        description = "Time from process start to the first PONG, and memory of the empty server.")
final class StartCommand implements Callable<Integer> {
    @Mixin
    private ServerOptions servers;

    @Option(names = "--runs", paramLabel = "N", defaultValue = "10",
            description = "Starts per server; default: ${DEFAULT-VALUE}.")
    private int runCount;

    @Override
    public Integer call() throws IOException {
        Map<String, Samples> startMs = new HashMap<>();
        Map<String, Samples> residentMiB = new HashMap<>();
        for (int run = -1; run < runCount; run++) {
            for (String name : ServerOptions.order(Math.max(run, 0))) {
                try (ServerProcess server = servers.start(name)) {
                    if (run < 0) continue; // builds and fills the page cache
                    startMs.computeIfAbsent(name, key -> new Samples()).add(server.firstPongNs() / 1e6);
                    residentMiB.computeIfAbsent(name, key -> new Samples()).add(server.residentBytes() / 1048576.0);
                }
            }
        }
        TextTable table = new TextTable().row(List.of(runCount + " starts", "median ms", "least ms", "most ms",
                "RSS MiB"));
        for (String name : ServerOptions.order(0)) {
            Samples start = startMs.get(name);
            table.row(List.of(name, print(start.median()), print(start.least()), print(start.most()),
                    print(residentMiB.get(name).median())));
        }
        System.out.print(table);
        return 0;
    }

    private static String print(double value) {
        return String.format("%.1f", value);
    }
}
