package dev.spinel.bench.load;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs the same loads on both servers in turns, and prints the median of each figure and the ratio. */
@Command(name = "compare", mixinStandardHelpOptions = true,
        description = "Throughput, latency and CPU time per operation under the same load.")
final class CompareCommand implements Callable<Integer> {
    @Mixin
    private ServerOptions servers;

    @Option(names = "--commands", split = ",", paramLabel = "NAME",
            description = "Of ${COMPLETION-CANDIDATES}; default: all.")
    private List<Workload> workloads = List.of(Workload.values());

    @Option(names = "--pipelines", split = ",", paramLabel = "N", defaultValue = "1,16,64",
            description = "Requests per batch; default: ${DEFAULT-VALUE}.")
    private List<Integer> pipelines;

    @Option(names = "--connections", paramLabel = "N", defaultValue = "50", description = "Default: ${DEFAULT-VALUE}.")
    private int connectionCount;

    @Option(names = "--keys", paramLabel = "N", defaultValue = "100000",
            description = "Different keys; default: ${DEFAULT-VALUE}.")
    private int keyCount;

    @Option(names = "--value-size", paramLabel = "BYTES", defaultValue = "32",
            description = "Default: ${DEFAULT-VALUE}.")
    private int valueLength;

    @Option(names = "--seconds", paramLabel = "S", defaultValue = "2",
            description = "Length of one run; default: ${DEFAULT-VALUE}.")
    private double seconds;

    @Option(names = "--rate", paramLabel = "N", defaultValue = "0",
            description = "Requests per second, sent in even steps; latency then counts from when a request was due. "
                    + "Default: as fast as the server answers.")
    private double requestsPerSecond;

    @Option(names = "--rounds", paramLabel = "N", defaultValue = "3",
            description = "Measured runs per server; default: ${DEFAULT-VALUE}.")
    private int roundCount;

    @Option(names = "--warmup-rounds", paramLabel = "N", defaultValue = "1",
            description = "Runs before those that count; default: ${DEFAULT-VALUE}.")
    private int warmupRoundCount;

    /** What each server was last filled with. */
    private final Map<String, String> fillings = new HashMap<>();
    private final TextTable summary = new TextTable().row(List.of(ServerOptions.REDIS + "/" + ServerOptions.SPINEL,
            Figure.CPU.title(), Figure.REACTOR.title(), Figure.P999.title()));

    @Override
    public Integer call() throws IOException {
        try (ServerProcess redis = servers.start(ServerOptions.REDIS);
                ServerProcess spinel = servers.start(ServerOptions.SPINEL)) {
            Map<String, ServerProcess> processes = Map.of(redis.name(), redis, spinel.name(), spinel);
            System.out.printf("median of %d rounds of %.1f s; %d connections, %d keys, values of %d bytes%n",
                    roundCount, seconds, connectionCount, keyCount, valueLength);
            for (Workload workload : workloads) {
                for (int pipeline : pipelines) {
                    LoadShape shape = new LoadShape(workload, pipeline, connectionCount, keyCount, valueLength);
                    System.out.printf("%n%s", compare(processes, shape));
                }
            }
            System.out.printf("%n%s", summary);
        }
        return 0;
    }

    private TextTable compare(Map<String, ServerProcess> processes, LoadShape shape) throws IOException {
        Map<String, Map<Figure, Samples>> samples = new HashMap<>();
        for (int round = 0; round < warmupRoundCount + roundCount; round++) {
            for (String name : ServerOptions.order(round)) {
                Map<Figure, Double> figures;
                try {
                    figures = runOnce(processes.get(name), shape);
                } catch (RespClient.ErrorReplyException e) {
                    return new TextTable().row(List.of(title(shape),
                            "not run: " + name + " answers " + e.getMessage()));
                }
                if (round < warmupRoundCount) continue;
                Map<Figure, Samples> own = samples.computeIfAbsent(name, key -> new EnumMap<>(Figure.class));
                figures.forEach((figure, value) -> own.computeIfAbsent(figure, key -> new Samples()).add(value));
            }
        }
        return table(shape, samples.get(ServerOptions.REDIS), samples.get(ServerOptions.SPINEL));
    }

    private Map<Figure, Double> runOnce(ServerProcess server, LoadShape shape) throws IOException {
        prepare(server, shape);
        try (LoadGenerator generator = new LoadGenerator(server.address(), shape);
                ThreadClock reactor = server.reactorClock()) {
            long reactorBefore = reactor.ranNs();
            long cpuBefore = server.cpuNs();
            long durationNs = (long) (seconds * TimeUnit.SECONDS.toNanos(1));
            LoadResult result = requestsPerSecond > 0 ? generator.runAtRate(durationNs, requestsPerSecond)
                    : generator.run(durationNs);
            long cpuNs = server.cpuNs() - cpuBefore;
            long reactorNs = reactor.ranNs() - reactorBefore;
            Map<Figure, Double> figures = new EnumMap<>(Figure.class);
            for (Figure figure : Figure.values()) figures.put(figure, figure.of(result, cpuNs, reactorNs));
            return figures;
        }
    }

    /**
     * Loads that want the same data follow one another without filling again: none of them changes how much there is.
     */
    private void prepare(ServerProcess server, LoadShape shape) throws IOException {
        Workload workload = shape.workload();
        String filling = workload.wantsFilling() ? String.join(" ", workload.fillWords(0, shape.valueLength())) : "";
        if (filling.equals(fillings.put(server.name(), filling)) && workload.wantsFilling()) return;
        try (RespClient client = server.connect()) {
            client.call("FLUSHALL");
            client.call(workload.words(0, shape.valueLength()).toArray(String[]::new));
            if (!workload.wantsFilling()) return;
            for (int key = 0; key < shape.keyCount(); key++) {
                client.send(workload.fillWords(key, shape.valueLength()).toArray(String[]::new));
            }
            client.drain();
        }
    }

    private static String title(LoadShape shape) {
        return shape.workload() + " -P " + shape.pipeline();
    }

    private TextTable table(LoadShape shape, Map<Figure, Samples> redis, Map<Figure, Samples> spinel) {
        List<String> head = new ArrayList<>(List.of(title(shape)));
        List<String> first = new ArrayList<>(List.of(ServerOptions.REDIS));
        List<String> second = new ArrayList<>(List.of(ServerOptions.SPINEL));
        List<String> ratio = new ArrayList<>(List.of(ServerOptions.REDIS + "/" + ServerOptions.SPINEL));
        for (Figure figure : Figure.values()) {
            double reference = redis.get(figure).median();
            double measured = spinel.get(figure).median();
            head.add(figure.title());
            first.add(figure.print(reference));
            second.add(figure.print(measured));
            ratio.add(String.format("%.2f", reference / measured));
        }
        summary.row(List.of(title(shape), ratio.get(1 + Figure.CPU.ordinal()),
                ratio.get(1 + Figure.REACTOR.ordinal()), ratio.get(1 + Figure.P999.ordinal())));
        return new TextTable().row(head).row(first).row(second).row(ratio);
    }
}
