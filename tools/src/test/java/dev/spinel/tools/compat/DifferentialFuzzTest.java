package dev.spinel.tools.compat;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spinel.tools.harness.RespClient;
import dev.spinel.tools.harness.ServerProcess;
import dev.spinel.tools.harness.ServerTarget;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * A short differential fuzz, in which Spinel also checks INFO keysizes after every command. {@code
 * -Dfuzz.commands=1000000} makes it long, {@code -Dfuzz.seed=7} repeats one: the seed is part of every complaint.
 */
class DifferentialFuzzTest {
    private static final List<String> CONFIG = List.of("save \"\"", "enable-debug-command yes");
    private static final long COMMANDS = Long.getLong("fuzz.commands", 20_000);
    private static final long SEED = Long.getLong("fuzz.seed", 1);

    @Test
    void sameCommandsSameReplies() {
        try (ServerProcess theirs = ServerProcess.start(ServerTarget.requiredRedis(), CONFIG);
                ServerProcess ours = ServerProcess.start(ServerTarget.spinel(), CONFIG);
                RespClient oracle = theirs.connect();
                RespClient spinel = ours.connect()) {
            spinel.command("DEBUG", "KEYSIZES-HIST-ASSERT", "1");
            DifferentialFuzz fuzz = new DifferentialFuzz(SEED, oracle, spinel);
            fuzz.play(COMMANDS);
            assertTrue(fuzz.differences().isEmpty(), report(fuzz));
        }
    }

    private static String report(DifferentialFuzz fuzz) {
        StringBuilder text = new StringBuilder("seed " + SEED + ", " + fuzz.played() + " commands");
        for (Map.Entry<String, List<String>> command : fuzz.differences().entrySet()) {
            text.append("\n").append(command.getKey()).append(": ").append(command.getValue().size()).append(" differences");
            command.getValue().stream().limit(3).forEach(difference -> text.append("\n  ").append(difference));
        }
        return text.toString();
    }
}
