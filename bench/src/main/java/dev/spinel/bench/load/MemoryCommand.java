package dev.spinel.bench.load;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Fills a fresh process of each server with one data set after the other, and divides what memory grew by. */
@Command(name = "memory", mixinStandardHelpOptions = true,
        description = "Bytes per key or element: growth of used_memory, and of resident memory.")
final class MemoryCommand implements Callable<Integer> {
    private static final long SETTLE_POLL_NS = TimeUnit.MILLISECONDS.toNanos(200);
    /** used_memory must stand still for this many polls: a table that rehashes in the background has then finished. */
    private static final int EMPTY_SETTLE_POLLS = 3;
    private static final int FILLED_SETTLE_POLLS = 15;
    private static final int SETTLE_POLLS_LIMIT = 100;

    @Mixin
    private ServerOptions servers;

    @Option(names = "--count", paramLabel = "N", defaultValue = "1000000",
            description = "Keys or elements per row, a fifth of it for small collections; default: ${DEFAULT-VALUE}.")
    private int count;

    @Option(names = "--rows", split = ",", paramLabel = "TEXT",
            description = "Only rows whose name contains one of these.")
    private List<String> rows = List.of("");

    @Override
    public Integer call() throws IOException {
        TextTable table = new TextTable().row(List.of("bytes per element", "count", "redis used", "spinel used",
                "redis/spinel", "redis RSS", "spinel RSS", "redis/spinel"));
        for (DataSet set : DataSet.all(count)) {
            if (rows.stream().noneMatch(set.name()::contains)) continue;
            System.err.println(set.name());
            table.row(row(set));
        }
        System.out.print(table);
        return 0;
    }

    private List<String> row(DataSet set) throws IOException {
        List<String> cells = new ArrayList<>(List.of(set.name(), Integer.toString(set.count())));
        try {
            Growth redis = measure(ServerOptions.REDIS, set);
            Growth spinel = measure(ServerOptions.SPINEL, set);
            addCells(cells, redis.usedBytes, spinel.usedBytes);
            addCells(cells, redis.residentBytes, spinel.residentBytes);
        } catch (RespClient.ErrorReplyException e) {
            cells.add("not run: " + e.getMessage());
        }
        return cells;
    }

    /** Growth in bytes per element. */
    private record Growth(double usedBytes, double residentBytes) {}

    private Growth measure(String name, DataSet set) throws IOException {
        try (ServerProcess server = servers.start(name)) {
            long usedBefore = settledUsedMemory(server, EMPTY_SETTLE_POLLS);
            long residentBefore = server.residentBytes();
            try (RespClient client = server.connect()) {
                set.fill(client);
            }
            double used = settledUsedMemory(server, FILLED_SETTLE_POLLS) - usedBefore;
            double resident = server.residentBytes() - residentBefore;
            return new Growth(used / set.count(), resident / set.count());
        }
    }

    /** Waits until used_memory stands still, and reads it. */
    private static long settledUsedMemory(ServerProcess server, int wantedPolls) throws IOException {
        try (RespClient client = server.connect()) {
            long last = client.info("memory", "used_memory");
            for (int same = 0, polls = 0; same < wantedPolls && polls < SETTLE_POLLS_LIMIT; polls++) {
                LockSupport.parkNanos(SETTLE_POLL_NS);
                long now = client.info("memory", "used_memory");
                same = now == last ? same + 1 : 0;
                last = now;
            }
            return last;
        }
    }

    private static void addCells(List<String> cells, double redis, double spinel) {
        cells.add(String.format("%.1f", redis));
        cells.add(String.format("%.1f", spinel));
        cells.add(String.format("%.2f", redis / spinel));
    }
}
