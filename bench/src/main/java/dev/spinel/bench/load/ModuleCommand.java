package dev.spinel.bench.load;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Loads one compiled module into both servers and compares what its commands cost. Needs gcc. */
@Command(name = "module", mixinStandardHelpOptions = true,
        description = "CPU time per operation of a module's commands: with 0, 3 and 20 calls of the API, reading a key, "
                + "and RM_Call. The same .so in both servers.")
final class ModuleCommand implements Callable<Integer> {
    private static final List<List<String>> REQUESTS = List.of(List.of("PING"), List.of("GET", "key"),
            List.of("COST.CALLS", "0"), List.of("COST.CALLS", "3"), List.of("COST.CALLS", "20"),
            List.of("COST.READ", "key"), List.of("COST.CALL", "key"));
    private static final int WARM_UP_ROUNDS = 2;
    private static final String SOURCE = "cost";

    @Mixin
    private ServerOptions servers;

    @Option(names = "--pipeline", paramLabel = "N", defaultValue = "64",
            description = "Requests per batch; default: ${DEFAULT-VALUE}.")
    private int pipeline;

    @Option(names = "--seconds", paramLabel = "S", defaultValue = "2",
            description = "Length of one run; default: ${DEFAULT-VALUE}.")
    private double seconds;

    @Option(names = "--rounds", paramLabel = "N", defaultValue = "5",
            description = "Measured runs per server; default: ${DEFAULT-VALUE}.")
    private int rounds;

    @Override
    public Integer call() throws IOException, InterruptedException {
        try (CompiledModule module = CompiledModule.of(SOURCE);
                ServerProcess redis = servers.start(ServerOptions.REDIS, module.settings());
                ServerProcess spinel = servers.start(ServerOptions.SPINEL, module.settings())) {
            System.out.print(compare(Map.of(redis.name(), redis, spinel.name(), spinel)));
        }
        return 0;
    }

    private TextTable compare(Map<String, ServerProcess> processes) throws IOException {
        Map<String, Samples> samples = new HashMap<>();
        for (int round = -WARM_UP_ROUNDS; round < rounds; round++) {
            for (List<String> request : REQUESTS) {
                for (String name : ServerOptions.order(round + WARM_UP_ROUNDS)) {
                    double nanos = nanosPerRequest(processes.get(name), request);
                    if (round >= 0) samples.computeIfAbsent(name + request, key -> new Samples()).add(nanos);
                }
            }
        }
        TextTable table = new TextTable().row(List.of("CPU ns/op", ServerOptions.REDIS, ServerOptions.SPINEL,
                ServerOptions.SPINEL + "/" + ServerOptions.REDIS));
        for (List<String> request : REQUESTS) {
            double redis = samples.get(ServerOptions.REDIS + request).median();
            double spinel = samples.get(ServerOptions.SPINEL + request).median();
            table.row(List.of(String.join(" ", request), "%.0f".formatted(redis), "%.0f".formatted(spinel),
                    "%.2f".formatted(spinel / redis)));
        }
        return table;
    }

    private double nanosPerRequest(ServerProcess server, List<String> request) throws IOException {
        String[] words = request.toArray(String[]::new);
        try (RespClient client = server.connect()) {
            client.call("SET", "key", Workload.value(32));
            long end = System.nanoTime() + (long) (seconds * TimeUnit.SECONDS.toNanos(1));
            long before = server.cpuNs();
            long count = 0;
            while (System.nanoTime() < end) {
                for (int i = 0; i < pipeline; i++) client.send(words);
                client.drain();
                count += pipeline;
            }
            return (double) (server.cpuNs() - before) / count;
        }
    }
}
