package dev.spinel.engine.feature.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class MemoryDoctorTest {
    private static final long MIB = 1 << 20;

    @Test
    void littleMemoryIsNotJudged() {
        assertTrue(diagnosis(report(4, 400, 0, 0), 1).contains("nothing to judge"));
    }

    @Test
    void nothingIsWrongWithAServerThatOnlyHoldsData() {
        assertEquals("No memory issue was found.\n", diagnosis(report(100, 100, 0, 0), 1));
    }

    @Test
    void aPeakFarAboveTodayIsNamed() {
        assertIssue("Peak memory", diagnosis(report(100, 151, 0, 0), 1));
    }

    @Test
    void clientsAreJudgedByWhatOneHolds() {
        assertIssue("Big client buffers", diagnosis(report(100, 100, 1, 0), 1));
        assertEquals("No memory issue was found.\n", diagnosis(report(100, 100, 1, 0), 10));
    }

    @Test
    void replicasAreJudgedByWhatAllOfThemHold() {
        assertEquals("No memory issue was found.\n", diagnosis(report(100, 100, 0, 10), 1));
        assertIssue("Big replica buffers", diagnosis(report(100, 100, 0, 11), 1));
    }

    @Test
    void whatLiesOutsideTheDataIsJudgedByItsParts() {
        MemoryReport report = report(100, 100, 0, 0);
        String fine = "No memory issue was found.\n";
        assertEquals(fine, MemoryDoctor.diagnosis(report, 1, Map.of("arena", 110 * MIB, "malloc", 60 * MIB)));
        assertIssue("High total RSS", MemoryDoctor.diagnosis(report, 1, Map.of("arena", 141 * MIB)));
        assertIssue("High process RSS overhead",
                MemoryDoctor.diagnosis(report, 1, Map.of("malloc", 60 * MIB, "native", 5 * MIB)));
    }

    @Test
    void theLargestPartsOfWhatIsResidentComeFirst() {
        String table = MemoryDoctor.whereItGoes(Map.of("total", 4 * MIB, "code", MIB, "arena", 3 * MIB));
        List<String> names = table.lines().skip(3).map(line -> line.strip().split(" ")[0]).toList();
        assertEquals(List.of("total", "arena", "code"), names);
        assertTrue(table.contains("75.0 %"), table);
    }

    private static String diagnosis(MemoryReport report, int clients) {
        return MemoryDoctor.diagnosis(report, clients, Map.of());
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
