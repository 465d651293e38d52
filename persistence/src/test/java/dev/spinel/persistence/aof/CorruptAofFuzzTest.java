package dev.spinel.persistence.aof;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spinel.engine.memory.Mem;
import dev.spinel.persistence.file.SimulatedDisk;
import dev.spinel.persistence.snapshot.DataMutator;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * A log with wrong bytes, in its manifest, base or tail, ends in a start that is refused with a reason, or in data that can
 * be used; never in anything else. {@code -Dspinel.fuzz.files} says how many, {@code -Dspinel.fuzz.seed} which.
 */
final class CorruptAofFuzzTest {
    private static final int ROUNDS = Integer.getInteger("spinel.fuzz.files", Mem.CHECKS ? 50 : 400);
    private static final long SEED = Long.getLong("spinel.fuzz.seed", 1);
    private static final int ROUNDS_PER_LOG = 100;
    /** One of these words stands in the log of a start that is refused: an offset, a file, or the manifest. */
    private static final List<String> REASONS = List.of("offset", "file", "AOF manifest");

    private final SplittableRandom random = new SplittableRandom(SEED);

    @Test
    void aMutatedLogIsRefusedOrLoaded() {
        Map<String, byte[]> whole = Map.of();
        int started = 0;
        for (int round = 0; round < ROUNDS; round++) {
            if (round % ROUNDS_PER_LOG == 0) {
                whole = freshLog();
            }
            SimulatedDisk disk = new SimulatedDisk();
            disk.existing("appendonlydir");
            whole.forEach(disk::put);
            String victim = victim(whole);
            disk.put(victim, mutated(whole.get(victim)));
            try {
                started += start(disk) ? 1 : 0;
            } catch (RuntimeException | Error failure) {
                throw new AssertionError("round " + round + " of seed " + SEED + ", " + victim, failure);
            }
        }
        System.out.println(started + " of " + ROUNDS + " mutated logs could be loaded, seed " + SEED);
        assertTrue(started > 0 && started < ROUNDS, "started " + started);
    }

    /** Most often the tail, which a crash may tear. */
    private String victim(Map<String, byte[]> whole) {
        String suffix = switch (random.nextInt(5)) {
            case 0 -> ".manifest";
            case 1 -> ".base.";
            default -> ".incr.";
        };
        return whole.keySet().stream().filter(name -> name.contains(suffix)).findFirst().orElseThrow();
    }

    private boolean start(SimulatedDisk disk) {
        String truncates = random.nextBoolean() ? "yes" : "no";
        try (AofFixture server = new AofFixture(disk, "aof-load-truncated", truncates)) {
            boolean isStarted = server.start();
            if (isStarted) {
                server.digest();
                server.run("SET", "alive", "1");
            } else {
                assertTrue(server.log().stream().anyMatch(line -> REASONS.stream().anyMatch(line::contains)),
                        () -> "no reason: " + server.log());
            }
            return isStarted;
        }
    }

    /** The files of a log with a base and a tail. */
    private Map<String, byte[]> freshLog() {
        SimulatedDisk disk = new SimulatedDisk();
        String preamble = random.nextBoolean() ? "yes" : "no";
        try (AofFixture server = new AofFixture(disk, "aof-use-rdb-preamble", preamble, "aof-timestamp-enabled", "yes")) {
            assertTrue(server.start());
            DataMutator mutator = new DataMutator(server.harness(), random.nextLong());
            mutator.change(200);
            server.run("BGREWRITEAOF");
            mutator.change(100);
            server.run("SELECT", "0");
            server.appendOnly().finish(true);
        }
        Map<String, byte[]> files = new LinkedHashMap<>();
        for (String path : disk.paths()) {
            if (disk.bytes(path) != null) {
                files.put(path, disk.bytes(path));
            }
        }
        return files;
    }

    /** A few bytes differ, or the end is missing, or there is more behind it. */
    private byte[] mutated(byte[] whole) {
        byte[] bytes = whole.clone();
        for (int i = random.nextInt(1, 5); i > 0; i--) {
            int at = random.nextInt(bytes.length);
            bytes[at] = (byte) switch (random.nextInt(4)) {
                case 0 -> 0xFF;
                case 1 -> bytes[at] ^ 1 << random.nextInt(8);
                case 2 -> '0' + random.nextInt(10);
                default -> random.nextInt();
            };
        }
        return switch (random.nextInt(6)) {
            case 0 -> Arrays.copyOf(whole, random.nextInt(whole.length));
            case 1 -> Arrays.copyOf(bytes, random.nextInt(bytes.length));
            case 2 -> Arrays.copyOf(bytes, bytes.length + random.nextInt(1, 100));
            default -> bytes;
        };
    }
}
