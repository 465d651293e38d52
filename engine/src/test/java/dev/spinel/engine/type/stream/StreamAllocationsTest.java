package dev.spinel.engine.type.stream;

import dev.spinel.engine.CommandAllocations;
import dev.spinel.engine.EngineHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StreamAllocationsTest {
    private final EngineHarness harness = new EngineHarness();

    @AfterEach
    void leaksNothing() {
        harness.close();
    }

    private void run(String command) {
        harness.run(command.split(" "));
    }

    @Test
    void hotCommandsCreateNoObjects() {
        for (int i = 0; i < 300; i++) {
            run("XADD k * field value" + i);
        }
        run("XGROUP CREATE k g 0");
        CommandAllocations.assertNone(harness, "XADD k MAXLEN ~ 300 * field value number 123",
            "XRANGE k - + COUNT 5", "XREVRANGE k + - COUNT 5", "XREAD COUNT 3 STREAMS k 0", "XLEN k",
            "XTRIM k MAXLEN 250", "XDEL k 1-1");
    }

    @Test
    void groupCommandsCreateNoObjects() {
        run("XGROUP CREATE k g 0 MKSTREAM");
        run("XADD k 1-1 field value");
        CommandAllocations.assertNone(harness, "XADD k * field value", "XREADGROUP GROUP g c COUNT 1 STREAMS k >",
            "XREADGROUP GROUP g c COUNT 1 STREAMS k 0", "XPENDING k g - + 1", "XCLAIM k g d 0 1-1",
            "XAUTOCLAIM k g c 0 - COUNT 1", "XACK k g 1-1 1-2", "XTRIM k MAXLEN 10");
    }
}
