package dev.spinel.engine.config;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Loads configuration text, a file's, stdin's and the command line's in one, into {@link Settings}. Later lines win.
 *
 * <p>Start-up only. Nothing is undone on an error: the server does not start then.
 */
public final class ConfigFile {
    private static final int MAX_INCLUDE_DEPTH = 64;
    /** Words of settings that no longer exist; accepted for the sake of old files. */
    private static final Map<String, Integer> IGNORED =
        Map.of("list-max-ziplist-entries", 2, "list-max-ziplist-value", 2, "lua-replicate-commands", 2);

    private final Settings settings;
    private final ConfigDirectives directives;
    private int includeDepth;

    public ConfigFile(Settings settings, ConfigDirectives directives) {
        this.settings = settings;
        this.directives = directives;
    }

    /** Reads all lines of {@code text}, one char per byte. */
    public void load(String text) throws ConfigError {
        loadLines(text);
        if (settings.clusterEnabled.value() && settings.replicaof.isSet()) {
            throw new ConfigError("replicaof directive not allowed in cluster mode", 0, null);
        }
    }

    private void loadLines(String text) throws ConfigError {
        String[] lines = text.split("\n", -1);
        for (int i = 0; i < lines.length; i++) {
            String line = trim(lines[i]);
            String complaint = line.isEmpty() || line.charAt(0) == '#' ? null : loadLine(line, i + 1);
            if (complaint != null) {
                throw new ConfigError(complaint, i + 1, line);
            }
        }
    }

    private String loadLine(String line, int lineNumber) throws ConfigError {
        List<String> words = ConfigWords.split(line);
        if (words == null) {
            return "Unbalanced quotes in configuration line";
        }
        if (words.isEmpty()) {
            return null;
        }
        String name = words.get(0).toLowerCase(Locale.ROOT);
        Setting setting = settings.find(name);
        if (setting != null) {
            return loadSetting(setting, words.subList(1, words.size()));
        }
        if (IGNORED.getOrDefault(name, 0) == words.size()) {
            return null;
        }
        if (name.equals("include") && words.size() == 2) {
            return include(words.get(1), lineNumber, line);
        }
        return loadDirective(name, words);
    }

    /** One word for a setting of several may hold them all: {@code save "3600 1 300 100"}. */
    private static String loadSetting(Setting setting, List<String> words) {
        if (!setting.is(Setting.MULTI_WORD)) {
            return words.size() == 1 ? setting.load(words) : Setting.WRONG_WORD_COUNT;
        }
        if (words.size() != 1 || words.get(0).isEmpty()) {
            return setting.load(words);
        }
        List<String> parts = ConfigWords.split(words.get(0));
        return parts == null ? "Unbalanced quotes in configuration line" : setting.load(parts);
    }

    private String loadDirective(String name, List<String> words) {
        int count = words.size();
        if (name.equals("rename-command") && count == 3) {
            return directives.renameCommand(words.get(1), words.get(2));
        }
        if (name.equals("user") && count >= 2) {
            return directives.user(words);
        }
        if (name.equals("loadmodule") && count >= 2) {
            return directives.loadModule(words.get(1), words.subList(2, count));
        }
        if (name.indexOf('.') >= 0) {
            return count < 2 ? "Module config specified without value"
                : directives.moduleSetting(name, String.join(" ", words.subList(1, count)));
        }
        if (name.equals("sentinel")) {
            return count == 1 ? null : directives.sentinel(words.subList(1, count));
        }
        return "Bad directive or wrong number of arguments";
    }

    private String include(String pattern, int lineNumber, String line) throws ConfigError {
        if (++includeDepth > MAX_INCLUDE_DEPTH) {
            throw new ConfigError("Too many nested include directives", lineNumber, line);
        }
        loadLines(directives.include(pattern));
        includeDepth--;
        return null;
    }

    static String trim(String line) {
        int from = 0;
        int to = line.length();
        while (from < to && isTrimmed(line.charAt(from))) {
            from++;
        }
        while (to > from && isTrimmed(line.charAt(to - 1))) {
            to--;
        }
        return line.substring(from, to);
    }

    private static boolean isTrimmed(char c) {
        return c == ' ' || c == '\t' || c == '\r' || c == '\n';
    }
}
