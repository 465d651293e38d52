package dev.spinel.module.load;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A compiled module that works on sorted sets, settings of the server, slots and descriptors. */
class OrderedModuleTest {
    @RegisterExtension
    static final CompiledModule MODULE = new CompiledModule("ordered.c");

    private final ModuleHarness harness = MODULE.newServer();

    @BeforeEach
    void load() {
        MODULE.load();
    }

    @Test
    void scoresAreAddedAndUpdated() {
        assertEquals("*3\r\n:0\r\n:4\r\n$1\r\n2\r\n", harness.run("o.add", "z", "2", "a"));
        assertEquals("*3\r\n:0\r\n:8\r\n$1\r\n5\r\n", harness.run("o.add", "z", "3", "a"));
        assertEquals("$1\r\n5\r\n", harness.run("ZSCORE", "z", "a"));
        harness.run("SET", "s", "v");
        assertEquals("*3\r\n:1\r\n:0\r\n$1\r\n0\r\n", harness.run("o.add", "s", "3", "a"));
    }

    @Test
    void walksFollowScoresAndMembers() {
        harness.run("ZADD", "z", "1", "a", "2", "b", "3", "c");
        assertEquals("*4\r\n$1\r\nb\r\n$1\r\n2\r\n$1\r\nc\r\n$1\r\n3\r\n", harness.run("o.walk", "z", "2"));
        assertEquals("*0\r\n", harness.run("o.walk", "z", "9"));
        assertEquals("*4\r\n$1\r\nb\r\n$1\r\n2\r\n$1\r\na\r\n$1\r\n1\r\n", harness.run("o.walk", "z", "-", "(c"));
        assertEquals("$-1\r\n", harness.run("o.walk", "z", "a", "c"));
        assertEquals("$-1\r\n", harness.run("o.walk", "absent", "1"));
    }

    @Test
    void membersAreFoundWithoutTheirScore() {
        harness.run("ZADD", "z", "1", "a");
        assertEquals(":1\r\n", harness.run("o.has", "z", "a"));
        assertEquals(":0\r\n", harness.run("o.has", "z", "b"));
    }

    @Test
    void theLastMemberTakesItsKeyAlong() {
        harness.run("ZADD", "z", "1", "a");
        assertEquals(":0\r\n", harness.run("o.take", "z", "b"));
        assertEquals(":1\r\n", harness.run("o.take", "z", "a"));
        assertEquals(":0\r\n", harness.run("EXISTS", "z"));
        assertEquals(":0\r\n", harness.run("o.take", "z", "a"));
    }

    @Test
    void settingsHaveNames() {
        assertEquals("$2\r\n64\r\n", harness.run("o.setting", "maxmemory-samples", "64"));
        assertEquals("$44\r\nargument must be between 1 and 64 inclusive\r\n".substring(5),
                harness.run("o.setting", "maxmemory-samples", "65").substring(5));
        assertEquals("$2\r\n64\r\n", harness.run("o.setting", "maxmemory-samples", "64"));
    }

    @Test
    void keysHaveSlots() {
        assertEquals(":12182\r\n", harness.run("o.slot", "foo"));
        assertEquals(":0\r\n", harness.run("o.slot", "06S"));
    }

    @Test
    void descriptorsAreHeard() throws InterruptedException {
        assertEquals(":0\r\n", harness.run("o.pipe-in"));
        harness.runNextJob();
        assertEquals("$5\r\nheard\r\n", harness.run("o.pipe-out"));
    }
}
