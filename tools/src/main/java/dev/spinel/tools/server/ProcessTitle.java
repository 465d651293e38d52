package dev.spinel.tools.server;

import dev.spinel.engine.config.Settings;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * What {@code ps} shows: {@code proc-title-template} is written over the command line of this process, which the JVM
 * has read long before. Linux tells where that lies.
 *
 * <pre>
 *   /proc/self/stat   … field 48: first byte of the command line, field 49: the byte behind it
 *   /proc/self/mem    the memory of the process as a file
 * </pre>
 */
final class ProcessTitle {
    private static final int START_FIELD = 48;
    /** Fields before this one, number and name, stand in front of the closing parenthesis. */
    private static final int FIRST_FIELD_BEHIND_NAME = 3;

    private final Settings settings;
    private final Path configFile;

    ProcessTitle(Settings settings, Path configFile) {
        this.settings = settings;
        this.configFile = configFile;
    }

    /** Shows the title, cut to the room there is; null when done or not wanted, otherwise why it is not shown. */
    String show() {
        if (!settings.setProcTitle.value()) {
            return null;
        }
        try (RandomAccessFile memory = new RandomAccessFile("/proc/self/mem", "rw")) {
            String stat = Files.readString(Path.of("/proc/self/stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            long start = Long.parseLong(fields[START_FIELD - FIRST_FIELD_BEHIND_NAME]);
            long end = Long.parseLong(fields[START_FIELD + 1 - FIRST_FIELD_BEHIND_NAME]);
            byte[] title = text().getBytes(StandardCharsets.UTF_8);
            memory.seek(start);
            memory.write(Arrays.copyOf(Arrays.copyOf(title, Math.min(title.length, (int) (end - start) - 1)),
                    (int) (end - start)));
            return null;
        } catch (IOException refused) {
            return "Could not update the process title: " + refused.getMessage();
        }
    }

    /** The template with its variables filled in. Source: expandProcTitleTemplate in server.c. */
    String text() {
        String template = settings.procTitleTemplate.value();
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < template.length(); i++) {
            if (template.startsWith("{{", i)) {
                text.append(template.charAt(i++));
            } else if (template.charAt(i) == '{') {
                int end = template.indexOf('}', i);
                text.append(value(template.substring(i + 1, end)));
                i = end;
            } else {
                text.append(template.charAt(i));
            }
        }
        return text.toString().stripTrailing();
    }

    private String value(String variable) {
        return switch (variable) {
            case "title" -> "spinel-server";
            case "listen-addr" -> listenAddress();
            case "port" -> settings.port.text();
            case "tls-port" -> settings.tlsPort.text();
            case "unixsocket" -> settings.unixsocket.text();
            case "config-file" -> configFile == null ? "" : configFile.toString();
            default -> "";
        };
    }

    private String listenAddress() {
        if (settings.port.value() == 0) {
            return settings.unixsocket.text();
        }
        String first = settings.bind.addresses().isEmpty() ? "*" : settings.bind.addresses().getFirst();
        return (first.startsWith("-") ? first.substring(1) : first) + ":" + settings.port.value();
    }
}
