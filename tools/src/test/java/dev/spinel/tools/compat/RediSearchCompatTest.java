package dev.spinel.tools.compat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spinel.engine.Requirement;
import dev.spinel.tools.harness.Reply;
import dev.spinel.tools.harness.RespClient;
import dev.spinel.tools.harness.ServerProcess;
import dev.spinel.tools.harness.ServerTarget;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * A compiled module under load: four connections index, search and delete documents of their own, dump and restore values
 * of its types while its collector's thread runs and settings change; first here, then the same steps on the real server.
 * Both must hold the same documents in the end, and no more memory may be gone here than there. Runs for {@code
 * -Dspinel.soak.seconds}, by default a few; when that is given, it prints how long the steps took in each server.
 *
 * <p>The module exports types, so no server unloads it: what it leaves is seen in the memory in use.
 *
 * <p>With the memory checks on, the module searches without threads. A search of this version that lets others in reads
 * documents they have replaced meanwhile, in {@code loader_Next}: freed memory, which the checks poison. redis-server
 * crashes at the same instruction within seconds when its allocator fills what is freed ({@code MALLOC_CONF=junk:true}).
 */
class RediSearchCompatTest {
    private static final Path MODULE = Path.of("/usr/lib/redis/modules/redisearch.so");
    private static final String SECONDS = "spinel.soak.seconds";
    private static final String DUMP = "DUMP";
    private static final int CONNECTIONS = 4;
    private static final int DOCUMENTS = 500;
    private static final long SEED = 20_250_701;
    private static final long SLACK_BYTES = 1 << 20;
    private static final String[] WORDS = {"arena", "barrier", "cursor", "entry", "handle", "journal", "keyspace", "quicklist"};

    @BeforeAll
    static void needsModuleAndOracle() {
        ServerTarget.requiredRedis();
        Requirement.of(Files.exists(MODULE), "redisearch.so");
    }

    private static ServerProcess start(ServerTarget target) {
        String arguments = Boolean.getBoolean("spinel.check") ? " SAFEMODE" : "";
        return ServerProcess.start(target, List.of("save \"\"", "loadmodule " + MODULE + arguments));
    }

    /** The steps of one connection: always the same for its number. */
    private static final class Steps {
        private final int connection;
        private final SplittableRandom random;

        Steps(int connection) {
            this.connection = connection;
            random = new SplittableRandom(SEED + connection);
        }

        List<String> next() {
            String document = "d" + connection + ":" + random.nextInt(DOCUMENTS);
            String word = WORDS[random.nextInt(WORDS.length)];
            return switch (random.nextInt(12)) {
                case 0, 1, 2, 3 -> List.of("FT.ADD", "idx", document, "1.0", "REPLACE", "FIELDS",
                        "title", word + " " + WORDS[random.nextInt(WORDS.length)], "n", String.valueOf(random.nextInt(1000)));
                case 4 -> List.of("FT.DEL", "idx", document);
                case 5 -> List.of("FT.SUGADD", "sug" + connection, word + random.nextInt(50), "1");
                case 6 -> setting();
                case 7 -> List.of("FT.GET", "idx", document);
                case 8 -> List.of(DUMP, "sug" + connection);
                case 9 -> List.of(DUMP, "ft:idx/" + word);
                default -> List.of("FT.SEARCH", "idx", word + " @n:[0 500]", "LIMIT", "0", "5");
            };
        }

        private List<String> setting() {
            return switch (random.nextInt(4)) {
                case 0 -> List.of("CONFIG", "SET", "hz", String.valueOf(10 + random.nextInt(90)));
                case 1 -> List.of("CONFIG", "SET", "lazyfree-lazy-user-del", random.nextBoolean() ? "yes" : "no");
                case 2 -> List.of("CONFIG", "SET", "list-max-listpack-size", String.valueOf(64 + random.nextInt(64)));
                default -> List.of("CONFIG", "SET", "maxmemory-samples", String.valueOf(3 + random.nextInt(5)));
            };
        }
    }

    /** Writes and restores through the type's own callbacks; what is restored belongs to this connection. */
    private static Reply copy(RespClient client, int connection, String key) {
        Reply dump = client.command(DUMP, key);
        if (dump.isNull() || dump.isError()) return dump;
        String copy = (key.startsWith("sug") ? "copy" : "words") + connection;
        return client.command("RESTORE", copy, "0", dump.text(), "REPLACE");
    }

    private interface Enough {
        boolean is(long steps);
    }

    private static long play(int port, int connection, Enough enough, StepTimes times) {
        Steps steps = new Steps(connection);
        long count = 0;
        try (RespClient client = RespClient.connect(port)) {
            for (; !enough.is(count); count++) {
                List<String> words = steps.next();
                long start = System.nanoTime();
                Reply reply = words.getFirst().equals(DUMP) ? copy(client, connection, words.get(1))
                        : client.command(words.toArray(String[]::new));
                times.add(System.nanoTime() - start);
                assertTrue(!reply.isError() || words.getFirst().equals("FT.DEL"), words + " answered " + reply);
            }
        }
        return count;
    }

    /** Plays all connections at once; how many steps each made. */
    private static List<Long> playAll(ServerProcess server, List<Enough> enough) throws InterruptedException {
        List<Callable<Long>> players = new ArrayList<>();
        List<StepTimes> times = new ArrayList<>();
        for (int i = 0; i < CONNECTIONS; i++) {
            int connection = i;
            StepTimes own = new StepTimes();
            times.add(own);
            players.add(() -> play(server.port(), connection, enough.get(connection), own));
        }
        List<Long> counts = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(CONNECTIONS)) {
            for (Future<Long> count : threads.invokeAll(players)) counts.add(count.get());
        } catch (ExecutionException e) {
            IllegalStateException failure = server.failure("did not play all steps");
            failure.initCause(e);
            throw failure;
        }
        if (Long.getLong(SECONDS) != null) System.out.println(server.name() + ": " + StepTimes.sum(times));
        return counts;
    }

    private static void createIndex(int port) {
        try (RespClient client = RespClient.connect(port)) {
            assertEquals("OK", client.command("FT.CREATE", "idx", "SCHEMA", "title", "TEXT", "n", "NUMERIC").text());
        }
    }

    /**
     * Every document with its fields, and which ones each word finds. The module may name a document twice that was
     * replaced while its collector ran, at random: two runs on redis-server differ in that, too. So each counts
     * once, and the total, which comes first, does not count.
     */
    private static List<String> state(int port) {
        List<String> state = new ArrayList<>();
        try (RespClient client = RespClient.connect(port)) {
            for (int connection = 0; connection < CONNECTIONS; connection++) {
                for (int i = 0; i < DOCUMENTS; i++) state.add(client.command("HGETALL", "d" + connection + ":" + i).rawText());
                state.add(client.command("FT.SUGLEN", "sug" + connection).rawText());
                state.add(client.command("FT.SUGLEN", "copy" + connection).rawText());
            }
            for (String word : WORDS) {
                Reply found = client.command("FT.SEARCH", "idx", word, "NOCONTENT", "LIMIT", "0", "100000");
                state.add(word + " " + found.elements().stream().skip(1).map(Reply::text).distinct().sorted().toList());
            }
        }
        return state;
    }

    /** Drops everything that can be dropped and tells what is left, once it no longer falls. */
    private static long usedAfterCleaning(int port) {
        try (RespClient client = RespClient.connect(port)) {
            client.command("FT.DROP", "idx");
            client.command("FLUSHALL");
            long used = used(client);
            long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
            long before = Long.MAX_VALUE;
            while (used < before || System.nanoTime() < limit && used == before) {
                before = used;
                client.command("DEBUG", "SLEEP", "0.1");
                used = used(client);
                if (used == before) break;
            }
            return used;
        }
    }

    private static long used(RespClient client) {
        String text = client.command("INFO", "memory").text();
        return Long.parseLong(text.replaceAll("(?s).*used_memory:(\\d+).*", "$1"));
    }

    /** Plays a few steps first: what the module builds once and keeps does not count. The bytes in use then. */
    private static long warmUp(ServerProcess server) throws InterruptedException {
        createIndex(server.port());
        playAll(server, limits(Collections.nCopies(CONNECTIONS, (long) DOCUMENTS)));
        return usedAfterCleaning(server.port());
    }

    private static List<Enough> limits(List<Long> counts) {
        return counts.stream().<Enough>map(count -> steps -> steps == count).toList();
    }

    /** The module itself loses some bytes with each document it replaces: no more than on redis-server may be gone. */
    @Test
    void fourConnectionsLeaveWhatTheyLeaveInRedis() throws InterruptedException {
        long seconds = Long.getLong(SECONDS, 3);
        try (ServerProcess spinel = start(ServerTarget.spinel());
                ServerProcess redis = start(ServerTarget.redis().orElseThrow())) {
            long warm = warmUp(spinel);
            long redisWarm = warmUp(redis);

            createIndex(spinel.port());
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
            List<Long> counts = playAll(spinel,
                    Collections.nCopies(CONNECTIONS, steps -> System.nanoTime() > end));
            createIndex(redis.port());
            playAll(redis, limits(counts));

            assertEquals(state(redis.port()), state(spinel.port()));
            long lost = usedAfterCleaning(spinel.port()) - warm;
            long redisLost = usedAfterCleaning(redis.port()) - redisWarm;
            if (Long.getLong(SECONDS) != null) {
                System.out.println(counts + " steps; bytes that stay in use: spinel " + lost + ", redis " + redisLost);
            }
            assertTrue(lost < redisLost + redisLost / 4 + SLACK_BYTES,
                    lost + " bytes stay in use after " + counts + " steps, " + redisLost + " in redis-server");
        }
    }
}
