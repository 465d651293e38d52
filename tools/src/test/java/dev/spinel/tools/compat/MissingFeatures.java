package dev.spinel.tools.compat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What Spinel does not have yet: {@code compat/missing.txt}, one feature a line.
 *
 * <pre>
 * scripting | no Lua yet | eval evalsha script function
 *   name      reason       commands; a container stands for its subcommands too
 * </pre>
 */
final class MissingFeatures {
    private final Map<String, String> reasons = new LinkedHashMap<>();

    private MissingFeatures() {}

    static MissingFeatures load() {
        MissingFeatures missing = new MissingFeatures();
        try {
            for (String line : Files.readAllLines(CompatReport.directory().resolve("missing.txt"), StandardCharsets.UTF_8)) {
                if (!line.isBlank() && !line.startsWith("#")) missing.add(line.split("\\|", 3));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return missing;
    }

    private void add(String[] columns) {
        String reason = columns[0].strip() + ": " + columns[1].strip();
        for (String command : columns[2].strip().split(" +")) reasons.put(command, reason);
    }

    /** Whether there is a reason not to have this command. */
    boolean explains(String command) {
        return reasons.containsKey(command) || reasons.containsKey(command.split("\\|")[0]);
    }

    /** Why a command, or a subcommand as {@code parent|sub}, is not there; fails for one that ought to be. */
    String reason(String command) {
        String reason = reasons.getOrDefault(command, reasons.get(command.split("\\|")[0]));
        if (reason == null) throw new AssertionError("there is no command '" + command + "', and missing.txt does not say why");
        return reason;
    }
}
