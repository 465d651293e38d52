package dev.spinel.engine;

import dev.spinel.engine.client.Client;
import dev.spinel.engine.config.Settings;
import dev.spinel.engine.memory.Arena;
import dev.spinel.engine.memory.Invariant;
import dev.spinel.engine.memory.Mem;
import dev.spinel.engine.memory.MemoryTag;
import dev.spinel.engine.feature.server.ServerRoom;
import dev.spinel.engine.port.Clock;
import dev.spinel.engine.port.Crash;
import dev.spinel.engine.port.Entropy;
import dev.spinel.engine.port.ProcessStats;
import dev.spinel.engine.port.ServerControl;
import dev.spinel.engine.resp.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * An engine without sockets for tests: {@code run("SET", "k", "v")} answers the reply as RESP text. The clock stands
 * still until {@link #advanceMs}; randomness comes from a seed. Closing checks that the arena is as it was.
 */
public final class EngineHarness implements AutoCloseable {
    /** 2026-01-01T00:00:00Z. */
    public static final long START_MS = 1_767_225_600_000L;

    private final long bytesBefore = Arena.usedBytes();
    private final VirtualClock clock = new VirtualClock();
    private final Engine engine;
    private final ServerRoom room;
    private final Client client;
    private final List<String> logged = new ArrayList<>();

    private static final class VirtualClock implements Clock {
        private long micros = START_MS * 1000;

        @Override
        public long wallMicros() {
            return micros;
        }

        @Override
        public long nanos() {
            return micros * 1000;
        }
    }

    private static final class SeededEntropy implements Entropy {
        private final SplittableRandom random = new SplittableRandom(42);

        @Override
        public long nextLong() {
            return random.nextLong();
        }
    }

    /** A server that does nothing when asked to, except that sleeping passes time. */
    private final class StillServer implements ServerControl {
        @Override
        public String shutdown(ShutdownRequest request) {
            return null;
        }

        @Override
        public void sleepMicros(long micros) {
            clock.micros += micros;
        }

        @Override
        public void log(int level, String text) {
            logged.add(text);
        }

        @Override
        public void report(Crash crash) {
            logged.addAll(crash.lines());
        }

        @Override
        public void crash(Crash crash) {
            throw Invariant.broken(crash.lines().getLast());
        }

        @Override
        public String rewriteConfig() {
            return "The server is running without a config file";
        }
    }

    /** A process of which nothing is known. */
    private static final class StillProcess implements ProcessStats {
        @Override
        public long pid() {
            return 1;
        }

        @Override
        public long residentBytes() {
            return 0;
        }

        @Override
        public Map<String, Long> residentParts() {
            return Map.of("total", 0L);
        }

        @Override
        public long heapBytes() {
            return 0;
        }

        @Override
        public long nonHeapBytes() {
            return 0;
        }

        @Override
        public long systemBytes() {
            return 0;
        }

        @Override
        public long systemCpuMicros() {
            return 0;
        }

        @Override
        public long userCpuMicros() {
            return 0;
        }

        @Override
        public String operatingSystem() {
            return "none";
        }

        @Override
        public String executable() {
            return "none";
        }

        @Override
        public String supervisor() {
            return "no";
        }

        @Override
        public String configFile() {
            return "";
        }
    }

    /** Lines of the operator log. */
    public List<String> logged() {
        return logged;
    }

    public EngineHarness() {
        engine = new Engine(new Settings(), clock, new SeededEntropy());
        room = ServerRoom.register(engine, new StillServer(), new StillProcess(), new SeededEntropy());
        client = newClient();
    }

    public Engine engine() {
        return engine;
    }

    /** What the server knows of itself. */
    public ServerRoom room() {
        return room;
    }

    /** The client that {@link #run(String...)} uses. */
    public Client client() {
        return client;
    }

    /** A further client, the default user, with no database selected but 0. */
    public Client newClient() {
        Client fresh = engine.newInternalClient(0);
        fresh.user(engine.acl().defaultUser());
        return fresh;
    }

    /** Lets time pass and runs the timers and one cron turn. */
    public void advanceMs(long ms) {
        clock.micros += ms * 1000;
        engine.tick();
        engine.cron();
        engine.beforeSleep();
    }

    /** Executes one command; the reply as RESP text, one char per byte. */
    public String run(String... words) {
        return run(client, words);
    }

    public String run(Client by, String... words) {
        long block = Arena.allocate(MemoryTag.QUERY_BUFFER, Math.max(String.join("", words).length(), 1));
        long end = block;
        for (String word : words) {
            byte[] bytes = Text.bytes(word);
            Mem.initCopyIn(bytes, 0, end, bytes.length);
            by.args().add(end, bytes.length);
            end += bytes.length;
        }
        engine.execute(by);
        Arena.free(block);
        engine.beforeSleep();
        return takeReply(by);
    }

    /** What has been written to a client since the last time; for pushes and blocked clients. */
    public String takeReply(Client by) {
        String text = Text.string(by.reply().pendingAddress(), by.reply().pendingLength());
        by.reply().clear();
        return text;
    }

    /** Closes the engine; fails when it leaks memory. */
    @Override
    public void close() {
        client.args().clear();
        client.reply().clear();
        engine.close();
        long leaked = Arena.usedBytes() - bytesBefore;
        if (leaked != 0) {
            throw new AssertionError("the engine leaked " + leaked + " bytes");
        }
    }
}
