package dev.spinel.engine.command;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads {@code commands/facts.tsv}, whose head explains its columns, into {@link CommandFacts} by name.
 *
 * <p>Runs once, at start, and usually still in the interpreter: so there is one resource, no regular expression, no
 * lambda, and equal columns (most commands share theirs with many others) are parsed once.
 */
public final class CommandFactsLoader {
    private static final String RESOURCE = "/commands/facts.tsv";
    private static final int COLUMNS = 8;
    private static final int NAME = 0;
    private static final int ARITY = 1;
    private static final int FLAGS = 2;
    private static final int CATEGORIES = 3;
    private static final int KEY_SPECS = 4;
    private static final int KEY_RULE = 5;
    private static final int TIPS = 6;
    private static final int NOTES = 7;

    private final Map<String, CommandFacts> byName = new LinkedHashMap<>(1024);
    private final Map<String, Long> flagMasks = new HashMap<>(256);
    private final Map<String, Long> categoryMasks = new HashMap<>(64);
    private final Map<String, KeySpec[]> specLists = new HashMap<>(128);
    private final Map<String, List<String>> tipLists = new HashMap<>(64);
    private final String[] columns = new String[COLUMNS];
    private String group = "";

    private CommandFactsLoader() {}

    /** All known facts by lower-case full name, in the order of the file: a container before its subcommands. */
    public static Map<String, CommandFacts> load() {
        return load(read());
    }

    static Map<String, CommandFacts> load(String text) {
        CommandFactsLoader loader = new CommandFactsLoader();
        for (int start = 0; start < text.length();) {
            int end = text.indexOf('\n', start);
            loader.line(text, start, end < 0 ? text.length() : end);
            start = end < 0 ? text.length() : end + 1;
        }
        return Collections.unmodifiableMap(loader.byName);
    }

    /** Facts of the top-level commands only. */
    public static Collection<CommandFacts> topLevel(Map<String, CommandFacts> facts) {
        List<CommandFacts> result = new ArrayList<>(facts.size());
        for (CommandFacts command : facts.values()) {
            if (!command.isSubcommand()) {
                result.add(command);
            }
        }
        return result;
    }

    private static String read() {
        try (InputStream in = CommandFactsLoader.class.getResourceAsStream(RESOURCE)) {
            if (in == null) throw new IllegalStateException("resource missing: " + RESOURCE);
            return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void line(String text, int start, int end) {
        if (start == end || text.charAt(start) == '#') {
            return;
        }
        if (text.charAt(start) == '@') {
            group = text.substring(start + 1, end);
            return;
        }
        split(text, start, end);
        CommandFacts command = command();
        byName.put(command.fullName(), command);
        if (command.isSubcommand()) {
            String fullName = command.fullName();
            byName.get(fullName.substring(0, fullName.indexOf('|'))).addSubcommand(command);
        }
    }

    private void split(String text, int start, int end) {
        int from = start;
        for (int i = 0; i < COLUMNS; i++) {
            int tab = text.indexOf('\t', from);
            int to = tab < 0 || tab > end ? end : tab;
            columns[i] = from > end || to - from == 1 && text.charAt(from) == '-' ? "" : text.substring(from, to);
            from = to + 1;
        }
    }

    private CommandFacts command() {
        return new CommandFacts(columns[NAME], group, Integer.parseInt(columns[ARITY]),
            mask(flagMasks, columns[FLAGS], CommandFlag.NAMES),
            mask(categoryMasks, columns[CATEGORIES], AclCategory.NAMES), keySpecs(),
            columns[KEY_RULE].isEmpty() ? null : BuiltInKeyRule.named(columns[KEY_RULE]), tips(columns[TIPS]));
    }

    private static long mask(Map<String, Long> known, String words, BitNames names) {
        Long mask = known.get(words);
        if (mask == null) {
            mask = parseMask(words, ' ', names);
            known.put(words, mask);
        }
        return mask;
    }

    private static long parseMask(String words, char separator, BitNames names) {
        long mask = 0;
        for (String word : words(words, separator)) {
            long bit = names.bit(word);
            if (bit == 0) throw new IllegalStateException("unknown word " + word + " in " + RESOURCE);
            mask |= bit;
        }
        return mask;
    }

    private List<String> tips(String text) {
        List<String> tips = tipLists.get(text);
        if (tips == null) {
            tips = List.copyOf(words(text, ' '));
            tipLists.put(text, tips);
        }
        return tips;
    }

    private KeySpec[] keySpecs() {
        String text = columns[KEY_SPECS];
        if (text.isEmpty()) {
            return null;
        }
        KeySpec[] specs = specLists.get(text);
        if (specs == null) {
            List<String> parts = words(text, '&');
            specs = new KeySpec[parts.size()];
            for (int i = 0; i < specs.length; i++) {
                specs[i] = keySpec(parts.get(i));
            }
            specLists.put(text, specs);
        }
        return columns[NOTES].isEmpty() ? specs : withNotes(specs, words(columns[NOTES], '|'));
    }

    private static KeySpec[] withNotes(KeySpec[] specs, List<String> notes) {
        KeySpec[] result = specs.clone();
        for (String note : notes) {
            int equals = note.indexOf('=');
            int index = Integer.parseInt(note.substring(0, equals));
            KeySpec spec = specs[index];
            result[index] = new KeySpec(spec.flags(), spec.begin(), spec.find(), note.substring(equals + 1));
        }
        return result;
    }

    private static KeySpec keySpec(String text) {
        List<String> parts = words(text, ' ');
        return new KeySpec((int) parseMask(parts.get(0), '+', KeyFlag.NAMES), begin(parts.get(1)),
            find(parts.get(2)), null);
    }

    private static KeySpec.Begin begin(String text) {
        List<String> numbers = inParentheses(text);
        if (text.startsWith("idx")) {
            return new KeySpec.Index(Integer.parseInt(numbers.get(0)));
        }
        if (text.startsWith("kw")) {
            return new KeySpec.Keyword(numbers.get(0), Integer.parseInt(numbers.get(1)));
        }
        return KeySpec.UNKNOWN;
    }

    private static KeySpec.Find find(String text) {
        if (text.equals("unknown")) {
            return KeySpec.UNKNOWN;
        }
        List<String> numbers = inParentheses(text);
        int first = Integer.parseInt(numbers.get(0));
        int second = Integer.parseInt(numbers.get(1));
        int third = Integer.parseInt(numbers.get(2));
        return text.startsWith("range") ? new KeySpec.Range(first, second, third)
            : new KeySpec.KeyNum(first, second, third);
    }

    private static List<String> inParentheses(String text) {
        int open = text.indexOf('(');
        return open < 0 ? List.of() : words(text.substring(open + 1, text.length() - 1), ',');
    }

    /** The words between separators, trimmed; none of an empty text. */
    private static List<String> words(String text, char separator) {
        List<String> words = new ArrayList<>(4);
        for (int start = 0; start < text.length();) {
            int end = text.indexOf(separator, start);
            int stop = end < 0 ? text.length() : end;
            words.add(text.substring(start, stop).trim());
            start = stop + 1;
        }
        return words;
    }
}
