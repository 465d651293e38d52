package dev.spinel.bench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class ProcessCostTest {
    @Test
    void addsUserAndSystemTimeAfterANameWithBlanksAndParentheses() {
        String stat = "42 (a (b) c) S 1 42 42 0 -1 4194304 100 0 0 0 17 5 0 0 20 0 1 0 100 1000 10";
        assertEquals(220_000_000, ProcessCost.parseCpuNs(stat));
    }

    @Test
    void readsThisProcess() throws IOException {
        long pid = ProcessHandle.current().pid();
        assertTrue(ProcessCost.cpuNs(pid) > 0);
        assertTrue(ProcessCost.residentBytes(pid) > 1 << 20);
    }
}
