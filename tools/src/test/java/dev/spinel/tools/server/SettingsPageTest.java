package dev.spinel.tools.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spinel.engine.config.Setting;
import dev.spinel.engine.config.Settings;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code docs/settings.md} names every setting, and promises an effect only of those that some code reads. */
class SettingsPageTest {
    private static final Path ROOT = Path.of(System.getProperty("spinel.root", "."));
    private static final Pattern ROW = Pattern.compile("^\\| `([^`]+)` \\| (.+) \\|$", Pattern.MULTILINE);
    private static final Pattern READ = Pattern.compile("settings(?:\\(\\))?\\.(\\w+)");

    private static Map<String, String> page() throws IOException {
        Map<String, String> rows = new HashMap<>();
        Matcher row = ROW.matcher(Files.readString(ROOT.resolve("docs/settings.md")));
        while (row.find()) {
            assertEquals(null, rows.put(row.group(1), row.group(2)), "two rows for " + row.group(1));
        }
        return rows;
    }

    /** Names of settings whose field is read by main code of any module. */
    private static TreeSet<String> read() throws IOException, IllegalAccessException {
        TreeSet<String> fields = new TreeSet<>();
        for (String module : List.of("engine", "io", "persistence", "module-api", "tools")) {
            try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("src/main/java"))) {
                for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
                    Matcher use = READ.matcher(Files.readString(file));
                    while (use.find()) fields.add(use.group(1));
                }
            }
        }
        Settings settings = new Settings();
        TreeSet<String> names = new TreeSet<>();
        for (Field field : Settings.class.getFields()) {
            if (fields.contains(field.getName())) names.add(((Setting) field.get(settings)).name());
        }
        return names;
    }

    @Test
    void everySettingHasOneRow() throws IOException {
        assertEquals(new TreeSet<>(new Settings().all().stream().map(Setting::name).toList()), new TreeSet<>(page().keySet()));
    }

    @Test
    void aSettingThatIsSaidToWorkIsReadBySomeCode() throws IOException, IllegalAccessException {
        TreeSet<String> read = read();
        List<String> idle = new ArrayList<>();
        page().forEach((name, here) -> {
            if (!here.startsWith("no effect: ") && !read.contains(name)) idle.add(name);
        });
        assertTrue(idle.isEmpty(), "no code reads " + idle);
    }
}
