package dev.spinel.persistence.aof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spinel.engine.memory.Mem;
import dev.spinel.persistence.file.SimulatedDisk;
import dev.spinel.persistence.snapshot.DataMutator;
import org.junit.jupiter.api.Test;

/**
 * Values of every type and size are rewritten as commands while they change. {@code -Dspinel.fuzz.rounds} for more,
 * {@code -Dspinel.fuzz.seed} for others.
 */
final class CommandBaseFuzzTest {
    private static final int ROUNDS = Integer.getInteger("spinel.fuzz.rounds", Mem.CHECKS ? 3 : 10);

    @Test
    void aBaseOfCommandsAndTheChangesSinceMakeTheSameData() {
        long seed = Long.getLong("spinel.fuzz.seed", 1);
        for (int round = 0; round < ROUNDS; round++) {
            SimulatedDisk disk = new SimulatedDisk();
            String expected = rewriteWhileChanging(disk, seed + round);
            try (AofFixture server = new AofFixture(disk)) {
                assertTrue(server.start(), server.log()::toString);
                assertEquals(expected, server.digest(), "seed " + (seed + round));
            }
        }
    }

    private static String rewriteWhileChanging(SimulatedDisk disk, long seed) {
        try (AofFixture server = new AofFixture(disk, "aof-use-rdb-preamble", "no")) {
            assertTrue(server.start());
            DataMutator mutator = new DataMutator(server.harness(), seed);
            mutator.change(3000);
            server.turn();
            server.harness().run("BGREWRITEAOF");
            mutator.change(100);
            server.turn();
            assertTrue(disk.exists("appendonlydir/appendonly.aof.2.base.aof"), server.log()::toString);
            server.appendOnly().finish(true);
            return server.digest();
        }
    }
}
