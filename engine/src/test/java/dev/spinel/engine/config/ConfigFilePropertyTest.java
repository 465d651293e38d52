package dev.spinel.engine.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** Random configuration text: it loads or is reported by line, and what loaded survives a rewrite. */
class ConfigFilePropertyTest {
    private static final List<String> NAMES =
        new Settings().all().stream().map(Setting::name).toList();
    private static final String[] VALUES = {
        "yes", "no", "0", "1", "60", "1024", "10mb", "5%", "\"\"", "''", "3600 1", "normal 1mb 1kb 5", "KEA", "local",
        "\"a b\"", "127.0.0.1", "* -::*", "\"\\xff\\x00\"", "50 99.5", "1 2 3", "always", "nosave force", "\"x",
        "a 6379",
    };

    @Property(tries = 300)
    void textLoadsOrIsReported(@ForAll("lines") List<String> lines) {
        Settings settings = new Settings();
        try {
            new ConfigFile(settings, new NoDirectives()).load(String.join("\n", lines));
        } catch (ConfigError e) {
            assertTrue(e.lineNumber() >= 0 && e.lineNumber() <= lines.size());
        }
    }

    @Property(tries = 100)
    void rewrittenTextBringsTheSameSettingsBack(@ForAll("lines") List<String> lines) throws ConfigError {
        List<String> good = new ArrayList<>();
        for (String line : lines) {
            if (loads(line)) good.add(line);
        }
        Settings before = new Settings();
        String text = String.join("\n", good);
        new ConfigFile(before, new NoDirectives()).load(text);
        String rewritten = ConfigRewrite.of(before, text, List.of(), List.of());
        Settings after = new Settings();
        new ConfigFile(after, new NoDirectives()).load(rewritten);
        assertEquals(all(before), all(after));
        String settled = ConfigRewrite.of(after, rewritten, List.of(), List.of());
        assertEquals(settled, ConfigRewrite.of(after, settled, List.of(), List.of()));
    }

    private static boolean loads(String line) {
        try {
            new ConfigFile(new Settings(), new NoDirectives()).load(line);
            return !line.startsWith("replicaof") && !line.startsWith("cluster-enabled");
        } catch (ConfigError e) {
            return false;
        }
    }

    private static Map<String, String> all(Settings settings) {
        return settings.get(List.of("*"));
    }

    @Provide
    Arbitrary<List<String>> lines() {
        Arbitrary<String> setting = Combinators.combine(Arbitraries.of(NAMES), Arbitraries.of(VALUES))
            .as((name, value) -> name + " " + value);
        Arbitrary<String> noise = Arbitraries.strings().withCharRange('\0', '\u00ff').ofMaxLength(30);
        return Arbitraries.frequencyOf(Tuple.of(20, setting), Tuple.of(1, noise),
            Tuple.of(2, Arbitraries.of("", "# comment", "include x"))).list().ofMaxSize(30);
    }

    private static final class NoDirectives implements ConfigDirectives {
        @Override
        public String renameCommand(String from, String to) {
            return null;
        }

        @Override
        public String user(List<String> words) {
            return null;
        }

        @Override
        public String loadModule(String path, List<String> args) {
            return null;
        }

        @Override
        public String moduleSetting(String name, String value) {
            return null;
        }

        @Override
        public String sentinel(List<String> words) {
            return null;
        }

        @Override
        public String include(String pattern) {
            return "";
        }
    }
}
