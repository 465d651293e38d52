package dev.spinel.engine.feature.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

final class MemoryDoctorTest {
    private static final long MIB = 1 << 20;

    @Test
    void littleMemoryIsNotJudged() {
        assertTrue(MemoryDoctor.diagnosis(report(4, 400, 0, 0), 1).contains("nothing to judge"));
    }

    @Test
    void nothingIsWrongWithAServerThatOnlyHoldsData() {
        assertEquals("No memory issue was found.\n", MemoryDoctor.diagnosis(report(100, 100, 0, 0), 1));
    }

    @Test
    void aPeakFarAboveTodayIsNamed() {
        assertIssue("Peak memory", MemoryDoctor.diagnosis(report(100, 151, 0, 0), 1));
    }

    @Test
    void clientsAreJudgedByWhatOneHolds() {
        assertIssue("Big client buffers", MemoryDoctor.diagnosis(report(100, 100, 1, 0), 1));
        assertEquals("No memory issue was found.\n", MemoryDoctor.diagnosis(report(100, 100, 1, 0), 10));
    }

    @Test
    void replicasAreJudgedByWhatAllOfThemHold() {
        assertEquals("No memory issue was found.\n", MemoryDoctor.diagnosis(report(100, 100, 0, 10), 1));
        assertIssue("Big replica buffers", MemoryDoctor.diagnosis(report(100, 100, 0, 11), 1));
    }

    /** A report in MiB of a server whose memory lies close together. */
    private static MemoryReport report(long used, long peak, long clients, long replicas) {
        long bytes = used * MIB;
        return new MemoryReport(bytes, peak * MIB, 0, 0, clients * MIB, replicas * MIB, 0, 1, bytes, bytes, bytes, bytes, 0);
    }

    private static void assertIssue(String title, String diagnosis) {
        assertTrue(diagnosis.startsWith("Issues found"), diagnosis);
        assertEquals(1, diagnosis.split(" \\* ", -1).length - 1, diagnosis);
        assertTrue(diagnosis.contains(" * " + title + ":"), diagnosis);
    }
}
