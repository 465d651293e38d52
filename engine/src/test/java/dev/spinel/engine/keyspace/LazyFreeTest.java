package dev.spinel.engine.keyspace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spinel.engine.EngineHarness;
import dev.spinel.engine.memory.Arena;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Large values and databases are freed a slice at a time, and nothing of them is forgotten. */
class LazyFreeTest {
    private static final int ELEMENTS = 60_000;
    private static final int BATCH = 1_000;

    private final EngineHarness harness = new EngineHarness();

    @AfterEach
    void leaksNothing() {
        harness.close();
    }

    private LazyFree lazyFree() {
        return harness.engine().keyspace().lazyFree();
    }

    private void fill(String command, String key, int elements) {
        for (int i = 0; i < elements; i += BATCH) {
            List<String> words = new ArrayList<>(List.of(command, key));
            for (int j = i; j < Math.min(i + BATCH, elements); j++) {
                switch (command) {
                    case "ZADD" -> words.addAll(List.of("" + j, "member" + j));
                    case "HSET" -> words.addAll(List.of("field" + j, "x".repeat(j % 300)));
                    case "RPUSH" -> words.add("e".repeat(900) + j);
                    default -> words.add("member" + j);
                }
            }
            harness.run(words.toArray(String[]::new));
        }
    }

    private void idle() {
        for (int i = 0; i < 2_000 && lazyFree().isPending(); i++) {
            harness.engine().cron();
        }
        assertFalse(lazyFree().isPending());
        assertEquals(0, lazyFree().pendingBytes());
        assertEquals(0, lazyFree().pendingObjects());
    }

    @ParameterizedTest
    @ValueSource(strings = {"HSET", "SADD", "ZADD", "RPUSH"})
    void largeValuesGoInSlices(String command) {
        long before = Arena.usedBytes();
        fill(command, "k", ELEMENTS);
        long full = Arena.usedBytes();
        assertEquals(":1\r\n", harness.run("UNLINK", "k"));
        assertTrue(lazyFree().isPending());
        assertEquals(1, lazyFree().pendingObjects());
        assertTrue(lazyFree().pendingBytes() > 0);
        assertTrue(Arena.usedBytes() < full, "the first slice went at once");
        assertEquals(":0\r\n", harness.run("EXISTS", "k"));
        idle();
        assertEquals(1, lazyFree().freedObjects());
        assertTrue(Arena.usedBytes() - before < 100_000, "everything is free");
    }

    @Test
    void aPlainDeletionIsSlicedButDoesNotCount() {
        fill("SADD", "k", ELEMENTS);
        harness.run("DEL", "k");
        assertTrue(lazyFree().isPending());
        assertEquals(0, lazyFree().pendingObjects());
        idle();
        assertEquals(0, lazyFree().freedObjects());
        lazyFree().onUserDelete(true);
        fill("SADD", "k", 1_000);
        harness.run("DEL", "k");
        assertEquals(1, lazyFree().freedObjects());
    }

    @Test
    void smallValuesAreNotLazy() {
        harness.run("SADD", "k", "a", "b");
        harness.run("UNLINK", "k");
        harness.run("SET", "s", "x");
        harness.run("UNLINK", "s");
        assertFalse(lazyFree().isPending());
        assertEquals(0, lazyFree().freedObjects());
    }

    @Test
    void overwritingAndExpiringIsSlicedToo() {
        fill("SADD", "a", ELEMENTS);
        harness.run("SET", "a", "x");
        assertTrue(lazyFree().isPending());
        fill("SADD", "b", ELEMENTS);
        harness.run("PEXPIRE", "b", "10");
        harness.advanceMs(11);
        assertEquals(":0\r\n", harness.run("EXISTS", "b"));
        idle();
    }

    @Test
    void aWholeDatabaseGoesInSlices() {
        for (int i = 0; i < 30_000; i++) {
            harness.run("SET", "key" + i, "value");
        }
        fill("SADD", "set", ELEMENTS);
        harness.run("EXPIRE", "set", "100");
        assertEquals("+OK\r\n", harness.run("FLUSHALL", "ASYNC"));
        assertEquals(":0\r\n", harness.run("DBSIZE"));
        assertEquals(0, harness.engine().keyspace().database(0).expiryCount());
        assertTrue(lazyFree().pendingObjects() > 0);
        harness.run("SET", "key1", "new");
        idle();
        assertEquals("$3\r\nnew\r\n", harness.run("GET", "key1"));
        assertEquals(30_001, lazyFree().freedObjects());
    }

    @Test
    void whatIsLeftOfADatabaseLiesApartUntilItIsFree() {
        Database database = harness.engine().keyspace().database(0);
        int space = database.space();
        fill("SADD", "set", 10);
        for (int i = 0; i < 30_000; i++) {
            harness.run("SET", "key" + i, "value");
        }
        harness.run("FLUSHDB", "ASYNC");
        assertTrue(lazyFree().isPending());
        assertNotEquals(space, database.space());
        harness.run("SET", "a", "1");
        harness.run("FLUSHDB", "ASYNC");
        assertNotEquals(space, database.space());
        idle();
        harness.run("SET", "a", "1");
        harness.run("FLUSHDB", "ASYNC");
        assertEquals(space, database.space());
    }

    @Test
    void anEmptyDatabaseStaysWhereItIs() {
        Database database = harness.engine().keyspace().database(0);
        int space = database.space();
        harness.run("FLUSHDB", "ASYNC");
        assertEquals(space, database.space());
        assertFalse(lazyFree().isPending());
    }

    @Test
    void aFlushInATransactionIsDoneAtOnce() {
        harness.run("SET", "a", "1");
        harness.run("MULTI");
        harness.run("FLUSHALL");
        harness.run("EXEC");
        assertEquals(0, lazyFree().freedObjects());
        harness.run("SET", "a", "1");
        harness.run("FLUSHALL");
        assertEquals(1, lazyFree().freedObjects());
    }
}
