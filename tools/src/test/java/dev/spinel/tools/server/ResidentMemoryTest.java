package dev.spinel.tools.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spinel.tools.harness.Reply;
import dev.spinel.tools.harness.RespClient;
import dev.spinel.tools.harness.ServerProcess;
import dev.spinel.tools.harness.ServerTarget;
import dev.spinel.tools.server.ResidentMemory.Mapping;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The parts of what is resident: what the kernel lists is read right, and they add up to what the process has. */
class ResidentMemoryTest {
    private static final int ATTEMPTS = 200;
    private static final double TOLERANCE = 0.05;

    @Test
    void readsWhatTheKernelLists() throws IOException {
        String smaps = """
                7f0000000000-7f0000010000 rw-p 00000000 00:00 0
                Size:                 64 kB
                Rss:                  12 kB
                AnonHugePages:         0 kB
                VmFlags: rd wr mr mw me ac
                7f0000010000-7f0000020000 r-xp 00001000 08:01 77                         /usr/lib/a name.so
                Rss:                   4 kB
                VmFlags: rd ex mr mw me
                """;
        List<Mapping> mappings = ResidentMemory.parse(new BufferedReader(new StringReader(smaps)));
        assertEquals(List.of(
                new Mapping(0x7f0000000000L, 0x7f0000010000L, "", "VmFlags: rd wr mr mw me ac", 12 * 1024),
                new Mapping(0x7f0000010000L, 0x7f0000020000L, "/usr/lib/a name.so", "VmFlags: rd ex mr mw me",
                        4 * 1024)), mappings);
    }

    @Test
    void partsAddUpToWhatTheProcessHas() throws IOException {
        try (ServerProcess server = ServerProcess.start(ServerTarget.spinel(),
                List.of("save \"\"", "enable-debug-command yes")); RespClient client = server.connect()) {
            Map<String, Long> empty = agreed(client, server.pid());
            for (String part : List.of("arena", "code", "jdk.files", "malloc")) {
                assertTrue(empty.get(part) > 0, part + " in " + empty);
            }
            for (int i = 0; i < 50; i++) {
                client.command("DEBUG", "POPULATE", "2000", "keys" + i, "300");
            }
            Map<String, Long> filled = agreed(client, server.pid());
            long used = info(client, "used_memory");
            assertTrue(filled.get("arena") >= used, "arena of " + used + " in " + filled);
        }
    }

    /** The parts, once they agree with what the kernel counts by itself: asking takes some memory the first times. */
    private static Map<String, Long> agreed(RespClient client, long pid) throws IOException {
        Map<String, Long> parts = Map.of();
        long resident = 0;
        for (int i = 0; i < ATTEMPTS; i++) {
            parts = parts(client);
            resident = resident(pid);
            long total = parts.get("total");
            assertEquals(total, parts.values().stream().mapToLong(Long::longValue).sum() - total, parts.toString());
            if (Math.abs(total - resident) <= resident * TOLERANCE) {
                return parts;
            }
        }
        throw new AssertionError("resident are " + resident + ", and the parts " + parts);
    }

    private static Map<String, Long> parts(RespClient client) {
        Map<String, Long> parts = new LinkedHashMap<>();
        List<Reply> stats = client.command("MEMORY", "STATS").elements();
        for (int i = 0; i < stats.size(); i += 2) {
            if (stats.get(i).text().equals("spinel.resident")) {
                List<Reply> pairs = stats.get(i + 1).elements();
                for (int j = 0; j < pairs.size(); j += 2) {
                    parts.put(pairs.get(j).text(), pairs.get(j + 1).number());
                }
            }
        }
        return parts;
    }

    private static long resident(long pid) throws IOException {
        return kibibytes(Files.readString(Path.of("/proc/" + pid + "/smaps_rollup")), "Rss:") * 1024;
    }

    private static long kibibytes(String text, String name) {
        return text.lines().filter(line -> line.startsWith(name)).findFirst()
                .map(line -> Long.parseLong(line.replaceAll("\\D", ""))).orElseThrow();
    }

    private static long info(RespClient client, String field) {
        return kibibytes(client.command("INFO", "memory").text(), field + ":");
    }
}
