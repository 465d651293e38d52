package dev.spinel.persistence.snapshot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spinel.engine.memory.BarrierSwitch;
import dev.spinel.engine.memory.Mem;
import dev.spinel.engine.port.Snapshotter.Reload;
import dev.spinel.persistence.rdb.PersistentHarness;
import org.junit.jupiter.api.Test;

/**
 * Data changes while it is saved; the file must hold it as it was at the cut. {@code -Dspinel.fuzz.rounds} for more,
 * {@code -Dspinel.fuzz.seed} for others.
 */
final class SnapshotWhileChangingFuzzTest {
    private static final int ROUNDS = Integer.getInteger("spinel.fuzz.rounds", Mem.CHECKS ? 10 : 60);
    private static final Reload FROM_FILE = new Reload(false, true, false);

    @Test
    void theFileHoldsTheDataOfTheCut() {
        long seed = Long.getLong("spinel.fuzz.seed", 1);
        try (PersistentHarness server = new PersistentHarness()) {
            DataMutator mutator = new DataMutator(server.engine(), seed);
            mutator.change(2000);
            for (int round = 0; round < ROUNDS; round++) {
                String expected = server.digest();
                saveWhileChanging(server, mutator, false);
                assertEquals(null, server.snapshotter().reload(FROM_FILE), () -> "seed " + seed + server.logged());
                assertEquals(expected, server.digest(), "round " + round + ", seed " + seed);
                mutator.change(200);
            }
        }
    }

    /** The alarm works: without the barrier the same run saves something else, or nothing that can be read. */
    @Test
    void withoutTheBarrierItWouldNot() {
        long seed = 7;
        try (PersistentHarness server = new PersistentHarness()) {
            DataMutator mutator = new DataMutator(server.engine(), seed);
            mutator.change(2000);
            boolean isWrong = false;
            for (int round = 0; round < ROUNDS && !isWrong; round++) {
                String expected = server.digest();
                saveWhileChanging(server, mutator, true);
                boolean isRead = server.snapshotter().reload(FROM_FILE) == null;
                isWrong = !isRead || !server.digest().equals(expected);
            }
            assertTrue(isWrong, "nobody noticed");
        }
    }

    private static void saveWhileChanging(PersistentHarness server, DataMutator mutator, boolean breaksBarrier) {
        server.run("BGSAVE");
        if (breaksBarrier) {
            BarrierSwitch.off();
        }
        mutator.change(30);
        while (server.snapshotter().isBusy()) {
            mutator.change(1);
            server.runJobs();
        }
        server.run("SELECT", "0");
    }
}
