package dev.spinel.bench.load;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Fills each server, writes at a steady pace, and has it save in the background meanwhile; then loads the file. */
@Command(name = "snapshot", mixinStandardHelpOptions = true,
        description = "What a background save costs: latency of paced writes without and with it, time of the cut, memory, "
                + "duration; and how fast the file is loaded.")
final class SnapshotCommand implements Callable<Integer> {
    private static final long SECOND_NS = 1_000_000_000L;
    private static final long SEED = 7;
    /** The server is asked this often, in writes, whether it is done. */
    private static final int WRITES_PER_QUESTION = 200;

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

    @Option(names = "--idle-seconds", paramLabel = "N", defaultValue = "10", description = "Default: ${DEFAULT-VALUE}.")
    private int idleSeconds;

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

    private void compare(List<String> settings) throws IOException {
        TextTable table = new TextTable().row(List.of("", "idle p99.9 us", "max us", "saving p99.9 us", "max us",
                "p99.9 ratio", "cut us", "extra MB", "save s", "load s"));
        for (String name : servers.names()) {
            table.row(row(name, settings));
        }
        System.out.print(table);
    }

    private List<String> row(String name, List<String> settings) throws IOException {
        System.err.println(name);
        try (ServerProcess server = servers.start(name, settings); RespClient writer = server.connect();
                RespClient asker = server.connect()) {
            fill(writer);
            Pace pace = new Pace(writer);
            long[] extra = {0};
            Histogram idle = pace.run(idleSeconds * SECOND_NS, () -> !isSaving(asker, extra));
            long start = System.nanoTime();
            asker.call("BGSAVE");
            Histogram saving = pace.run(Long.MAX_VALUE, () -> isSaving(asker, extra));
            double saveSeconds = (System.nanoTime() - start) / 1e9;
            long cut = asker.info("stats", "latest_fork_usec");
            long extraBytes = Math.max(extra[0], asker.info("persistence", "rdb_last_cow_size"));
            long loadStart = System.nanoTime();
            asker.call("DEBUG", "RELOAD", "NOSAVE");
            double loadSeconds = (System.nanoTime() - loadStart) / 1e9;
            return cells(name, idle, saving, cut, extraBytes, saveSeconds, loadSeconds);
        }
    }

    private static List<String> cells(String name, Histogram idle, Histogram saving, long cut, long extraBytes,
            double saveSeconds, double loadSeconds) {
        double idleTail = idle.getValueAtPercentile(99.9) / 1e3;
        double savingTail = saving.getValueAtPercentile(99.9) / 1e3;
        List<String> cells = new ArrayList<>(List.of(name));
        cells.add("%.0f".formatted(idleTail));
        cells.add("%.0f".formatted(idle.getMaxValue() / 1e3));
        cells.add("%.0f".formatted(savingTail));
        cells.add("%.0f".formatted(saving.getMaxValue() / 1e3));
        cells.add("%.2f".formatted(savingTail / idleTail));
        cells.add(Long.toString(cut));
        cells.add(Long.toString(extraBytes >> 20));
        cells.add("%.1f".formatted(saveSeconds));
        cells.add("%.1f".formatted(loadSeconds));
        return cells;
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

    /** Asked now and then whether to go on. */
    private interface Condition {
        boolean holds() throws IOException;
    }

    /** Writes every so often, whether the last reply was late or not. */
    private final class Pace {
        private final RespClient client;
        private final Random random = new Random(SEED);
        private final SavedData.Values values = new SavedData.Values(valueBytes);

        Pace(RespClient client) {
            this.client = client;
        }

        /** Latencies in nanoseconds, each counted from when its write was due. */
        Histogram run(long durationNs, Condition goesOn) throws IOException {
            Histogram latencies = new Histogram(3);
            long interval = SECOND_NS / rate;
            long start = System.nanoTime();
            long due = start;
            for (int i = 0; due - start < durationNs; i++) {
                if (i % WRITES_PER_QUESTION == 0 && !goesOn.holds()) break;
                while (System.nanoTime() < due) {
                    LockSupport.parkNanos(Math.max(due - System.nanoTime() - 50_000, 1));
                }
                data.change(client, values, keys, random);
                latencies.recordValue(Math.max(System.nanoTime() - due, 0));
                due += interval;
            }
            return latencies;
        }
    }
}
