package dev.spinel.engine.keyspace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spinel.engine.EngineHarness;
import dev.spinel.engine.config.SettingsUpdate;
import dev.spinel.engine.memory.Arena;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EvictorTest {
    private static final int KEYS = 1_000;
    private static final String VALUE = "v".repeat(500);

    private EngineHarness harness;

    @BeforeEach
    void open() {
        harness = new EngineHarness();
    }

    @AfterEach
    void close() {
        harness.close();
    }

    private String run(String... words) {
        return harness.run(words);
    }

    private void set(String... pairs) {
        new SettingsUpdate(harness.engine().settings(), false, false).set(List.of(pairs));
    }

    /** Allows what is used now and as much more. */
    private void limit(String policy, long more) {
        set("maxmemory", String.valueOf(Arena.usedBytes() - harness.engine().evictor().notCountedBytes() + more),
            "maxmemory-policy", policy, "maxmemory-eviction-tenacity", "100");
    }

    private boolean exists(int i) {
        return run("EXISTS", "key-" + i).equals(":1\r\n");
    }

    private int count(int from, int to) {
        int count = 0;
        for (int i = from; i < to; i++) {
            count += exists(i) ? 1 : 0;
        }
        return count;
    }

    @ParameterizedTest
    @ValueSource(strings = {"allkeys-lru", "allkeys-lfu", "allkeys-random", "allkeys-lrm", "volatile-lru", "volatile-lfu",
        "volatile-random", "volatile-ttl", "volatile-lrm"})
    void limitIsKept(String policy) {
        limit(policy, 200_000);
        for (int i = 0; i < KEYS; i++) {
            assertEquals("+OK\r\n", run("SET", "key-" + i, VALUE, "EX", String.valueOf(1_000 + i)));
        }
        int left = count(0, KEYS);
        assertTrue(left > 100 && left < 400, left + " left");
    }

    @Test
    void onlyKeysThatExpireAreCandidatesOfVolatilePolicies() {
        limit("volatile-lru", 100_000);
        for (int i = 0; i < 100; i++) {
            run("SET", "key-" + i, VALUE);
        }
        for (int i = 100; i < KEYS; i++) {
            run("SET", "key-" + i, VALUE, "EX", "1000");
        }
        assertEquals(100, count(0, 100));
        for (int i = 0; i < KEYS; i++) {
            run("PERSIST", "key-" + i);
        }
        String last = "";
        for (int i = KEYS; i < KEYS + 100; i++) {
            last = run("SET", "key-" + i, VALUE);
        }
        assertEquals("-OOM command not allowed when used memory > 'maxmemory'.\r\n", last);
    }

    @Test
    void leastRecentlyUsedGoFirst() {
        for (int i = 0; i < KEYS; i++) {
            run("SET", "key-" + i, VALUE);
        }
        harness.advanceMs(100_000);
        for (int i = 0; i < KEYS / 2; i++) {
            run("GET", "key-" + i);
        }
        limit("allkeys-lru", -200_000);
        run("SET", "one", "more");
        int used = count(0, KEYS / 2);
        int unused = count(KEYS / 2, KEYS);
        assertTrue(used > unused + 200, used + " used and " + unused + " unused ones are left");
    }

    @Test
    void leastRecentlyChangedGoFirstWhateverWasRead() {
        set("maxmemory-policy", "allkeys-lrm");
        for (int i = 0; i < KEYS; i++) {
            run("SET", "key-" + i, VALUE);
        }
        harness.advanceMs(100_000);
        for (int i = 0; i < KEYS / 2; i++) {
            run("APPEND", "key-" + i, "x");
            run("GET", "key-" + (KEYS / 2 + i));
        }
        limit("allkeys-lrm", -200_000);
        run("SET", "one", "more");
        int changed = count(0, KEYS / 2);
        int read = count(KEYS / 2, KEYS);
        assertTrue(changed > read + 200, changed + " changed and " + read + " read ones are left");
    }

    @Test
    void soonestToExpireGoFirst() {
        for (int i = 0; i < KEYS; i++) {
            run("SET", "key-" + i, VALUE, "EX", String.valueOf(i < KEYS / 2 ? 100_000 + i : 1_000 + i));
        }
        limit("volatile-ttl", -200_000);
        run("SET", "one", "more");
        assertEquals(KEYS / 2, count(0, KEYS / 2));
    }
}
