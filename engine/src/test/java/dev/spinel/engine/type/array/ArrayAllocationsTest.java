package dev.spinel.engine.type.array;

import dev.spinel.engine.CommandAllocations;
import dev.spinel.engine.EngineHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ArrayAllocationsTest {
    private final EngineHarness harness = new EngineHarness();

    @AfterEach
    void leaksNothing() {
        harness.close();
    }

    @Test
    void hotCommandsCreateNoObjects() {
        harness.run("ARSET", "k", "0", "word", "17", "-2.75", "more than seven bytes", "");
        harness.run("ARSET", "k", "100000", "x");
        CommandAllocations.assertNone(harness, "ARGET k 0", "ARGET k 1", "ARGET k 2", "ARGET k 3", "ARGET k 77",
            "ARMGET k 0 1 2 3", "ARGETRANGE k 0 4", "ARSCAN k 0 200000", "ARSET k 2 12.5 another-rather-long-text 18",
            "ARMSET k 5 a 100000 b", "ARDEL k 5", "ARINSERT k v w", "ARRING ring 50 v", "ARSEEK k 9", "ARNEXT k", "ARLEN k",
            "ARCOUNT k", "ARLASTITEMS k 3", "AROP k 0 200000 USED", "ARDELRANGE k 20 40");
    }
}
