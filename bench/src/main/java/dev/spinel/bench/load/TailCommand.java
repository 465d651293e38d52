package dev.spinel.bench.load;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Does what makes servers stop for a moment, while a client of its own thread asks for one small key all the time. */
@Command(name = "tail", mixinStandardHelpOptions = true,
        description = "How long a GET takes at worst while a table grows and shrinks, keys expire at once, large values are "
                + "deleted, and everything is flushed.")
final class TailCommand implements Callable<Integer> {
    private static final int KEYS_PER_BATCH = 100;
    private static final int ELEMENTS_PER_COMMAND = 100;
    private static final long BETWEEN_BATCHES_NS = 300_000;
    private static final long BETWEEN_QUESTIONS_NS = 200_000;
    private static final long POLL_NS = 20_000_000;
    private static final long EXPIRY_LEAD_MS = 3_000;
    private static final long SETTLE_NS = 300_000_000;

    @Mixin
    private ChosenServers servers;

    @Option(names = "--keys", paramLabel = "N", defaultValue = "10000000", description = "Default: ${DEFAULT-VALUE}.")
    private int keys;

    @Option(names = "--expiring", paramLabel = "N", defaultValue = "1000000",
            description = "Default: ${DEFAULT-VALUE}.")
    private int expiring;

    @Option(names = "--elements", paramLabel = "N", defaultValue = "1000000",
            description = "Of each large value; default: "
            + "${DEFAULT-VALUE}.")
    private int elements;

    @Override
    public Integer call() throws IOException {
        TextTable table = new TextTable().row(List.of("", "event", "GETs", "p50 us", "p99.9 us", "max us", "busy us",
                "own max us"));
        for (String name : servers.names()) {
            run(name).forEach((event, waits) -> table.row(cells(name, event, waits)));
        }
        System.out.print(table);
        return 0;
    }

    private static List<String> cells(String name, String event, Waits waits) {
        Histogram latencies = waits.latencies;
        return List.of(name, event, Long.toString(latencies.getTotalCount()),
                "%.0f".formatted(latencies.getValueAtPercentile(50) / 1e3),
                "%.0f".formatted(latencies.getValueAtPercentile(99.9) / 1e3),
                "%.0f".formatted(latencies.getMaxValue() / 1e3), "%.0f".formatted(waits.busyInWorstNs / 1e3),
                "%.0f".formatted(waits.own.getMaxValue() / 1e3));
    }

    private Map<String, Waits> run(String name) throws IOException {
        Map<String, Waits> events = new LinkedHashMap<>();
        try (ServerProcess server = servers.start(name); RespClient client = server.connect();
                ExecutorService thread = Executors.newSingleThreadExecutor()) {
            client.call("SET", "probe", "value");
            fill(client, "warm", 200_000);
            watch(events, "idle", server, thread, () -> LockSupport.parkNanos(5_000_000_000L));
            watch(events, "table grows", server, thread, () -> fill(client, "key", keys));
            watch(events, "table shrinks", server, thread, () -> delete(client, keys));
            expire(events, server, thread, client);
            for (List<String> command : largeValues()) {
                String type = command.get(0);
                System.err.println(name + " " + type);
                build(client, command);
                watch(events, "DEL after " + type, server, thread, () -> {
                    client.call("DEL", "large");
                    settle(client);
                });
            }
            fill(client, "key", keys);
            watch(events, "FLUSHALL ASYNC", server, thread, () -> {
                client.call("FLUSHALL", "ASYNC");
                settle(client);
            });
            fill(client, "key", keys);
            watch(events, "FLUSHALL", server, thread, () -> {
                client.call("FLUSHALL");
                settle(client);
            });
        }
        return events;
    }

    private static List<List<String>> largeValues() {
        return List.of(List.of("RPUSH", "element"), List.of("SADD", "member"), List.of("HSET", "field", "value"),
                List.of("ZADD", "SCORE", "member"), List.of("XADD", "ID", "field", "value"));
    }

    private void build(RespClient client, List<String> command) throws IOException {
        boolean isStream = command.get(0).equals("XADD");
        int perCommand = isStream ? 1 : ELEMENTS_PER_COMMAND;
        for (int i = 0; i < elements; i += perCommand) {
            List<String> words = new ArrayList<>(List.of(command.get(0), "large"));
            for (int j = i; j < i + perCommand; j++) {
                for (String word : command.subList(1, command.size())) {
                    words.add(word.equals("SCORE") ? Integer.toString(j) : word.equals("ID") ? "*" : word + j);
                }
            }
            client.send(words.toArray(String[]::new));
        }
        client.drain();
    }

    /** All keys expire in the same millisecond. */
    private void expire(Map<String, Waits> events, ServerProcess server, ExecutorService thread, RespClient client)
            throws IOException {
        long at = System.currentTimeMillis() + EXPIRY_LEAD_MS + expiring / 100;
        for (int i = 0; i < expiring; i++) {
            client.send("SET", "due:%012d".formatted(i), "value", "PXAT", Long.toString(at));
        }
        client.drain();
        watch(events, "keys expire at once", server, thread, () -> {
            long rest = Long.parseLong(client.call("DBSIZE")) - expiring;
            while (Long.parseLong(client.call("DBSIZE")) > rest) {
                LockSupport.parkNanos(POLL_NS);
            }
        });
    }

    private static void fill(RespClient client, String prefix, int count) throws IOException {
        for (int i = 0; i < count; i++) {
            client.send("SET", prefix + ":%012d".formatted(i), "value");
            pause(client, i);
        }
        client.drain();
    }

    private static void delete(RespClient client, int count) throws IOException {
        for (int i = 0; i < count; i++) {
            client.send("DEL", "key:%012d".formatted(i));
            pause(client, i);
        }
        client.drain();
    }

    /** Small batches with a breath between them: the watcher is to wait for the server, not for its turn. */
    private static void pause(RespClient client, int i) throws IOException {
        if (i % KEYS_PER_BATCH == KEYS_PER_BATCH - 1) {
            client.drain();
            LockSupport.parkNanos(BETWEEN_BATCHES_NS);
        }
    }

    /** Until what is freed in the background is free. */
    private static void settle(RespClient client) throws IOException {
        LockSupport.parkNanos(SETTLE_NS);
        while (client.info("memory", "lazyfree_pending_objects") > 0) {
            LockSupport.parkNanos(POLL_NS);
        }
        client.call("SET", "probe", "value");
    }

    /** Something that happens to a server. */
    private interface Event {
        void happen() throws IOException;
    }

    /** Latencies of a GET, asked for again and again on its own thread while the event happens. */
    private static void watch(Map<String, Waits> events, String name, ServerProcess server, ExecutorService thread,
            Event event) throws IOException {
        Watcher watcher = new Watcher(server);
        Future<Waits> watching = thread.submit(watcher);
        event.happen();
        watcher.stops = true;
        try {
            events.put(name, watching.get());
            System.err.println(name + " max us " + watching.get().latencies.getMaxValue() / 1000 + ", own "
                    + watching.get().own.getMaxValue() / 1000);
        } catch (InterruptedException | ExecutionException e) {
            throw new IOException("the watching client failed", e);
        }
    }

    /**
     * How long the answers took. On a machine that does other work too the longest wait is one for a processor: the
     * server's own part is what its reactor ran while a client waited.
     */
    private static final class Waits {
        private final Histogram latencies = new Histogram(3);
        private final Histogram own = new Histogram(3);
        /** What the reactor ran during the longest wait. */
        private long busyInWorstNs;

        void add(long waitedNs, long ranNs) {
            if (waitedNs > latencies.getMaxValue()) busyInWorstNs = ranNs;
            latencies.recordValue(waitedNs);
            own.recordValue(Math.min(waitedNs, ranNs));
        }
    }

    private static final class Watcher implements Callable<Waits> {
        private final ServerProcess server;
        private volatile boolean stops;

        Watcher(ServerProcess server) {
            this.server = server;
        }

        @Override
        public Waits call() throws IOException {
            Waits waits = new Waits();
            try (RespClient client = server.connect(); ThreadClock reactor = server.reactorClock()) {
                while (!stops) {
                    long ranBefore = reactor.ranNs();
                    long start = System.nanoTime();
                    client.call("GET", "probe");
                    long waited = System.nanoTime() - start;
                    waits.add(waited, reactor.ranNs() - ranBefore);
                    LockSupport.parkNanos(BETWEEN_QUESTIONS_NS);
                }
            }
            return waits;
        }
    }
}
