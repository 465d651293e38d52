package dev.spinel.engine.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConfigFileTest {
    private final Settings settings = new Settings();
    private final Directives directives = new Directives();

    @Test
    void laterLinesWinAndNamesIgnoreCase() throws ConfigError {
        load("# comment\n\n  PORT 7000 \r\nport 7001\nslave-read-only no");
        assertEquals(7001, settings.port.value());
        assertEquals("no", settings.replicaReadOnly.text());
    }

    @Test
    void saveLinesReplaceTheDefaultsAndAddUp() throws ConfigError {
        load("save 10 20\nsave 30 40 50 60\n");
        assertEquals("10 20 30 40 50 60", settings.save.text());
        load("save \"\"\n");
        assertEquals("", settings.save.text());
        load("save \"1 2 3 4\"\nsave 5 6");
        assertEquals("1 2 3 4 5 6", settings.save.text());
    }

    @Test
    void bufferLimitsOfEachClassHaveTheirLine() throws ConfigError {
        load("client-output-buffer-limit normal 1kb 0 0\nclient-output-buffer-limit replica 0 0 0");
        assertEquals("normal 1024 0 0 slave 0 0 0 pubsub 33554432 8388608 60", settings.clientOutputBufferLimit.text());
    }

    @Test
    void directivesGoWhereTheyBelong() throws ConfigError {
        load("rename-command CONFIG \"\"\nuser bob on >x\nloadmodule /m.so a b\nMod.key a b\nsentinel monitor x\n"
            + "sentinel\nlua-replicate-commands yes\ninclude other.conf\n");
        assertEquals(List.of("rename CONFIG ", "user [user, bob, on, >x]", "load /m.so [a, b]", "module mod.key=a b",
            "sentinel [monitor, x]"), directives.seen);
        assertEquals(7005, settings.port.value());
    }

    @Test
    void reportNamesTheLine() {
        assertReport("port 1\nnonsense 3\n", 2, "nonsense 3", "Bad directive or wrong number of arguments");
        assertReport("port 1 2", 1, "port 1 2", "wrong number of arguments");
        assertReport("\n dir \"a ", 2, "dir \"a", "Unbalanced quotes in configuration line");
        assertReport("maxmemory 3zz", 1, "maxmemory 3zz", "argument must be a memory value");
        assertReport("mod.key", 1, "mod.key", "Module config specified without value");
        assertReport("rename-command a b c", 1, "rename-command a b c", "Bad directive or wrong number of arguments");
        assertReport("rename-command nosuch b", 1, "rename-command nosuch b", "No such command in rename-command");
        assertReport("replicaof a 99999", 1, "replicaof a 99999", "Invalid master port");
    }

    @Test
    void contradictionsBlameNoLine() {
        ConfigError error = assertThrows(ConfigError.class, () -> load("cluster-enabled yes\nreplicaof a 1"));
        assertEquals("\n*** FATAL CONFIG FILE ERROR (Redis 7.0.15) ***\n"
            + "replicaof directive not allowed in cluster mode\n", error.report("7.0.15"));
    }

    @Test
    void endlessIncludesEnd() {
        ConfigError error = assertThrows(ConfigError.class, () -> load("include self.conf"));
        assertEquals("Too many nested include directives", error.getMessage());
    }

    @Test
    void missingIncludeIsReportedPlainly() {
        ConfigError error = assertThrows(ConfigError.class, () -> load("include missing.conf"));
        assertEquals("Fatal error, can't open config file 'missing.conf': No such file or directory\n",
            error.report("7.0.15"));
    }

    private void load(String text) throws ConfigError {
        new ConfigFile(settings, directives).load(text);
    }

    private void assertReport(String text, int lineNumber, String line, String message) {
        ConfigError error = assertThrows(ConfigError.class, () -> load(text));
        assertEquals("\n*** FATAL CONFIG FILE ERROR (Redis 7.0.15) ***\nReading the configuration file, at line "
            + lineNumber + "\n>>> '" + line + "'\n" + message + "\n", error.report("7.0.15"));
    }

    private static final class Directives implements ConfigDirectives {
        private final List<String> seen = new ArrayList<>();

        @Override
        public String renameCommand(String from, String to) {
            seen.add("rename " + from + " " + to);
            return from.equals("nosuch") ? "No such command in rename-command" : null;
        }

        @Override
        public String user(List<String> words) {
            seen.add("user " + words);
            return null;
        }

        @Override
        public String loadModule(String path, List<String> args) {
            seen.add("load " + path + " " + args);
            return null;
        }

        @Override
        public String moduleSetting(String name, String value) {
            seen.add("module " + name + "=" + value);
            return null;
        }

        @Override
        public String sentinel(List<String> words) {
            seen.add("sentinel " + words);
            return null;
        }

        @Override
        public String include(String pattern) throws ConfigError {
            String text = Map.of("other.conf", "port 7005", "self.conf", "include self.conf").get(pattern);
            if (text == null) throw ConfigError.unreadable(pattern, "No such file or directory");
            return text;
        }
    }
}
