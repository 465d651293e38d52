package dev.spinel.engine.feature.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.spinel.engine.EngineHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The lines of INFO keysizes; that they are right after every command is checked by the differential fuzz. */
class KeySizesInfoTest {
    private EngineHarness engine;

    @BeforeEach
    void start() {
        engine = new EngineHarness();
        engine.run("DEBUG", "KEYSIZES-HIST-ASSERT", "1");
    }

    @AfterEach
    void stop() {
        engine.close();
    }

    @Test
    void nothingIsToldOfAnEmptyDatabase() {
        engine.run("SET", "k", "v");
        engine.run("DEL", "k");
        assertEquals("", sizes());
    }

    @Test
    void binsArePowersOfTwoWithUnits() {
        engine.run("SETRANGE", "a", "1023", "x");
        engine.run("SETRANGE", "b", "1048575", "x");
        engine.run("SETRANGE", "c", "1022", "x");
        engine.run("SET", "number", "1234567");
        engine.run("SET", "empty", "");
        assertEquals("db0_distrib_strings_sizes:0=1,4=1,512=1,1K=1,1M=1", sizes());
    }

    @Test
    void everyTypeHasALine() {
        engine.run("SET", "s", "abc");
        engine.run("RPUSH", "l", "1", "2", "3", "4");
        engine.run("SADD", "t", "1", "2");
        engine.run("ZADD", "z", "1", "a");
        engine.run("HSET", "h", "f", "v");
        engine.run("XADD", "x", "*", "f", "v");
        assertEquals("db0_distrib_strings_sizes:2=1\ndb0_distrib_lists_items:4=1\ndb0_distrib_sets_items:2=1\n"
                + "db0_distrib_zsets_items:1=1\ndb0_distrib_hashes_items:1=1", sizes());
    }

    @Test
    void twoNamesForOneListAreCountedOnce() {
        engine.run("RPUSH", "l", "1", "2", "3", "4");
        engine.run("LMOVE", "l", "l", "LEFT", "RIGHT");
        engine.run("RPOPLPUSH", "l", "l");
        assertEquals("db0_distrib_lists_items:4=1", sizes());
    }

    @Test
    void databasesAreSwappedWithTheirSizes() {
        engine.run("SET", "k", "v");
        engine.run("SWAPDB", "0", "1");
        assertEquals("db1_distrib_strings_sizes:1=1", sizes());
        engine.run("FLUSHALL");
        assertEquals("", sizes());
    }

    @Test
    void manyKeysOfOneCommandAreCounted() {
        String[] words = new String[201];
        words[0] = "MSET";
        for (int i = 1; i < words.length; i++) {
            words[i] = "k" + i;
        }
        engine.run(words);
        assertEquals("db0_distrib_strings_sizes:2=49,4=51", sizes());
    }

    private String sizes() {
        return engine.run("INFO", "keysizes").lines().filter(line -> line.startsWith("db"))
                .reduce((all, line) -> all + "\n" + line).orElse("");
    }
}
