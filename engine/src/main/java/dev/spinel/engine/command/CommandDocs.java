package dev.spinel.engine.command;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Documentation of commands, read group by group when COMMAND DOCS first asks for it. Owned by the reactor.
 *
 * <p>A group's file is {@code commands/docs/<group>.txt}. A line without indent names a command; indented lines below
 * it tell what is known, those below {@code args} its arguments, two blanks deeper for each level:
 *
 * <pre>
 * set                                 name
 *   summary Sets a string.            since, complexity, internal, deprecated, replaced, history (version, text)
 *   args
 *     key key #0                      name, type, index of the key spec
 *     condition oneof ? @2.6.12       ? optional, * repeated, + repeated with its token, @ since, ! deprecated since
 *       nx token =NX                  = token, " text to display
 * </pre>
 */
public final class CommandDocs {
    private static final String FOLDER = "/commands/docs/";

    private final Map<String, Map<String, Doc>> groups = new HashMap<>();

    /** One change: what a version added. */
    public record Change(String version, String text) {}

    /**
     * What is documented of a command. Texts without a value are null.
     *
     * @param isInternal whether only servers and tools use it
     */
    public record Doc(String summary, String since, String group, String complexity, boolean isInternal,
        String deprecatedSince, String replacedBy, List<Change> history, List<Argument> arguments) {}

    /**
     * One argument, or a group of them. Texts without a value are null.
     *
     * @param type as COMMAND DOCS names it: string, integer, double, key, pattern, unix-time, pure-token, oneof, block
     * @param displayText what to call it in a usage text; groups have none. Replied since Redis 7.2
     * @param keySpecIndex -1 when the argument is no key
     * @param hasTokenEachTime whether a repeated argument repeats its token
     */
    public record Argument(String name, String type, String displayText, int keySpecIndex, String token, String since,
        String deprecatedSince, boolean isOptional, boolean isMultiple, boolean hasTokenEachTime,
        List<Argument> children) {}

    /** Documentation of a command; null when there is none, as for commands of modules. */
    public Doc of(CommandFacts command) {
        return groups.computeIfAbsent(command.group(), CommandDocs::load).get(command.fullName());
    }

    private static Map<String, Doc> load(String group) {
        try (InputStream in = CommandDocs.class.getResourceAsStream(FOLDER + group + ".txt")) {
            return in == null ? Map.of()
                : new GroupReader(group, new String(in.readAllBytes(), StandardCharsets.UTF_8)).read();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads the lines of one file, top to bottom. */
    private static final class GroupReader {
        private static final int ARGUMENT_INDENT = 4;
        private static final int INDENT_STEP = 2;

        private final String group;
        private final String[] lines;
        private int next;

        GroupReader(String group, String text) {
            this.group = group;
            this.lines = text.split("\n");
        }

        Map<String, Doc> read() {
            Map<String, Doc> docs = new HashMap<>();
            while (next < lines.length) {
                String line = lines[next++];
                if (!line.startsWith("#")) docs.put(line, doc());
            }
            return docs;
        }

        private Doc doc() {
            Map<String, String> facts = new HashMap<>();
            List<Change> history = new ArrayList<>();
            List<Argument> arguments = List.of();
            while (next < lines.length && indent(lines[next]) == INDENT_STEP) {
                String line = lines[next++].strip();
                int blank = line.indexOf(' ');
                String word = blank < 0 ? line : line.substring(0, blank);
                String rest = line.substring(blank + 1);
                switch (word) {
                    case "args" -> arguments = arguments(ARGUMENT_INDENT);
                    case "history" -> history.add(change(rest));
                    default -> facts.put(word, rest);
                }
            }
            return new Doc(facts.get("summary"), facts.get("since"), group, facts.get("complexity"),
                facts.containsKey("internal"), facts.get("deprecated"), facts.get("replaced"),
                Collections.unmodifiableList(history), arguments);
        }

        private static Change change(String text) {
            int blank = text.indexOf(' ');
            return new Change(text.substring(0, blank), text.substring(blank + 1));
        }

        private List<Argument> arguments(int depth) {
            List<Argument> arguments = new ArrayList<>();
            while (next < lines.length && indent(lines[next]) == depth) {
                String[] words = lines[next++].strip().split(" ");
                arguments.add(argument(words, arguments(depth + INDENT_STEP)));
            }
            return Collections.unmodifiableList(arguments);
        }

        private static Argument argument(String[] words, List<Argument> children) {
            Map<Character, String> marks = new HashMap<>();
            for (int i = 2; i < words.length; i++) {
                marks.put(words[i].charAt(0), words[i].substring(1));
            }
            String type = words[1].equals("token") ? "pure-token" : words[1];
            String display = marks.containsKey('"') ? marks.get('"').replace("\"", "") : words[0];
            int keySpecIndex = Integer.parseInt(marks.getOrDefault('#', "-1"));
            return new Argument(words[0], type, children.isEmpty() ? display : null, keySpecIndex, marks.get('='),
                marks.get('@'), marks.get('!'), marks.containsKey('?'), marks.containsKey('*'),
                marks.containsKey('+'), children);
        }

        private static int indent(String line) {
            int indent = 0;
            while (indent < line.length() && line.charAt(indent) == ' ') {
                indent++;
            }
            return indent;
        }
    }
}
