package dev.spinel.tools.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.spinel.tools.harness.RespClient;
import dev.spinel.tools.harness.ServerProcess;
import dev.spinel.tools.harness.ServerTarget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Every field that INFO always shows, with a value of the right kind: exporters drop what they cannot parse without a word.
 * {@code info-fields.tsv} has section, field and kind.
 */
class InfoFieldsTest {
    private static final Path FIELDS =
            Path.of(System.getProperty("spinel.root", "."), "tools", "src", "test", "resources", "info-fields.tsv");

    private static String pattern(String kind) {
        return switch (kind) {
            case "integer" -> "-?\\d+";
            case "decimal" -> "-?\\d+\\.\\d+";
            case "percent" -> "-?\\d+(\\.\\d+)?%";
            case "text" -> ".*";
            default -> throw new IllegalArgumentException("kind " + kind);
        };
    }

    private static Map<String, String> shown(ServerProcess server, String section) {
        Map<String, String> values = new HashMap<>();
        try (RespClient client = server.connect()) {
            for (String line : client.command("INFO", section).text().split("\r\n")) {
                if (line.contains(":")) values.put(line.substring(0, line.indexOf(':')), line.substring(line.indexOf(':') + 1));
            }
        }
        return values;
    }

    @Test
    void everyFieldIsThereAndOfItsKind() throws IOException {
        List<String> wrong = new ArrayList<>();
        try (ServerProcess server = ServerProcess.start(ServerTarget.spinel(), List.of("save \"\""))) {
            Map<String, Map<String, String>> sections = new HashMap<>();
            for (String line : Files.readAllLines(FIELDS)) {
                if (line.startsWith("#")) continue;
                String[] row = line.split("\t");
                String value = sections.computeIfAbsent(row[0], section -> shown(server, section)).get(row[1]);
                if (value == null || !value.matches(pattern(row[2]))) wrong.add(line + " is " + value);
            }
        }
        assertEquals(List.of(), wrong);
    }
}
