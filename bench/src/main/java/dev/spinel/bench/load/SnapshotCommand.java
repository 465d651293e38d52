package dev.spinel.bench.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Fills each server, writes at a steady pace, and has it save in the background meanwhile; then loads the file. */
@Command(name = "snapshot", mixinStandardHelpOptions = true,
        description = "What a background save costs: latency of paced writes without and with it, time of the cut, memory, "
                + "duration; and how long a start takes to load the file. Writes go out when they are due, answered or not; "
                + "a latency counts from its sending, and what this client itself was late stands beside.")
final class SnapshotCommand implements Callable<Integer> {
    private static final long SECOND_NS = 1_000_000_000L;
    /** Paced writes before those that count: both servers have seen the load then. */
    private static final int WARM_UP_SECONDS = 3;

    @Mixin
    private ChosenServers servers;

    @Option(names = "--data", paramLabel = "KIND", defaultValue = "STRINGS",
            description = "${COMPLETION-CANDIDATES}: keys with strings, one list, or keys with values of a C module, which "
                    + "needs gcc; default: ${DEFAULT-VALUE}.")
    private SavedData data;

    @Option(names = "--keys", paramLabel = "N", defaultValue = "2000000",
            description = "Or elements; default: ${DEFAULT-VALUE}.")
    private int keys;

    @Option(names = "--value-bytes", paramLabel = "N", defaultValue = "1024",
            description = "Default: ${DEFAULT-VALUE}.")
    private int valueBytes;

    @Option(names = "--rate", paramLabel = "N", defaultValue = "5000", description = "Writes a second; default: "
            + "${DEFAULT-VALUE}.")
    private int rate;

    @Option(names = "--idle-seconds", paramLabel = "N", defaultValue = "30",
            description = "Of paced writes without a save, after the filling has settled; default: ${DEFAULT-VALUE}.")
    private int idleSeconds;

    @Option(names = "--rounds", paramLabel = "N", defaultValue = "1",
            description = "Each fills both servers again, in turns; default: ${DEFAULT-VALUE}.")
    private int rounds;

    @Override
    public Integer call() throws IOException, InterruptedException {
        List<String> settings = new ArrayList<>();
        List<CompiledModule> modules = new ArrayList<>();
        try {
            for (String name : data.modules()) {
                modules.add(CompiledModule.of(name));
                settings.addAll(modules.getLast().settings());
            }
            compare(settings);
        } finally {
            for (CompiledModule module : modules) {
                module.close();
            }
        }
        return 0;
    }

    private void compare(List<String> settings) throws IOException, InterruptedException {
        TextTable table = new TextTable().row(List.of("us", "idle p99.9", "max", "late p99.9", "saving p99.9", "max",
                "late p99.9", "p99.9 ratio", "cut", "extra MB", "save s", "load s"));
        for (int round = 0; round < rounds; round++) {
            for (String name : servers.names(round)) {
                table.row(row(name, settings));
            }
        }
        System.out.print(table);
    }

    private List<String> row(String name, List<String> settings) throws IOException, InterruptedException {
        Path directory = Files.createTempDirectory("spinel-bench-data");
        try {
            List<String> words = new ArrayList<>(settings);
            words.addAll(List.of("--dir", directory.toString()));
            List<String> cells = new ArrayList<>(List.of(name));
            try (ServerProcess server = servers.start(name, words)) {
                cells.addAll(saveCells(server));
            }
            try (ServerProcess server = servers.start(name, words)) {
                cells.add("%.1f".formatted(server.loadSeconds()));
            }
            return cells;
        } finally {
            Files.deleteIfExists(directory.resolve("dump.rdb"));
            Files.delete(directory);
        }
    }

    private List<String> saveCells(ServerProcess server) throws IOException, InterruptedException {
        try (RespClient asker = server.connect();
                Pacer pacer = new Pacer(server.address(), rate, data.changes(keys, valueBytes))) {
            fill(asker);
            pacer.run(during(WARM_UP_SECONDS));
            System.err.printf("%s: filled, calm after %.1f s%n", server.name(), Calm.await(server));
            Pacer.Paced idle = pacer.run(during(idleSeconds));
            long[] extra = {0};
            long start = System.nanoTime();
            asker.call("BGSAVE");
            Pacer.Paced saving = pacer.run(() -> isSaving(asker, extra));
            double saveSeconds = (System.nanoTime() - start) / 1e9;
            long extraBytes = Math.max(extra[0], asker.info("persistence", "rdb_last_cow_size"));
            long cut = asker.info("stats", "latest_fork_usec");
            return cells(idle, saving, cut, extraBytes, saveSeconds);
        }
    }

    private static Pacer.Condition during(int seconds) {
        long end = System.nanoTime() + seconds * SECOND_NS;
        return () -> System.nanoTime() < end;
    }

    private static List<String> cells(Pacer.Paced idle, Pacer.Paced saving, long cut, long extraBytes, double saveSeconds) {
        List<String> cells = new ArrayList<>(cells(idle));
        cells.addAll(cells(saving));
        cells.add("%.2f".formatted(saving.latency().getValueAtPercentile(99.9) / (double) idle.latency()
                .getValueAtPercentile(99.9)));
        cells.add(Long.toString(cut));
        cells.add(Long.toString(extraBytes >> 20));
        cells.add("%.1f".formatted(saveSeconds));
        return cells;
    }

    private static List<String> cells(Pacer.Paced paced) {
        return List.of("%.0f".formatted(paced.latency().getValueAtPercentile(99.9) / 1e3),
                "%.0f".formatted(paced.latency().getMaxValue() / 1e3),
                "%.0f".formatted(paced.lateness().getValueAtPercentile(99.9) / 1e3));
    }

    private static boolean isSaving(RespClient asker, long[] extra) throws IOException {
        extra[0] = Math.max(extra[0], asker.info("persistence", "current_cow_peak"));
        return asker.info("persistence", "rdb_bgsave_in_progress") == 1;
    }

    private void fill(RespClient client) throws IOException {
        SavedData.Values values = new SavedData.Values(valueBytes);
        for (int i = 0; i < keys; i++) {
            data.fill(client, values, i);
        }
        client.drain();
    }
}
