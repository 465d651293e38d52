package dev.spinel.tools.compat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One scenario file, parsed. The format is told in the package's floor plan. */
final class Scenario {
    /** A file that each server finds in its working directory; {@code content} null means the C math library. */
    record Attachment(String name, String mode, String content) {}

    /**
     * One line that is played.
     *
     * @param text the line as written
     * @param modifiers name without @, and value ("" when it has none)
     * @param words the command, unexpanded
     * @param expected bytes of the reply given inline, for any protocol, or null
     * @param expected3 the same for RESP3 only
     */
    record Step(int line, String text, Map<String, String> modifiers, List<String> words, String expected, String expected3) {
        boolean has(String modifier) {
            return modifiers.containsKey(modifier);
        }

        String value(String modifier, String absent) {
            return modifiers.getOrDefault(modifier, absent);
        }

        /** Bytes of the reply given inline for this protocol, or null when the oracle decides. */
        String expectedFor(int protocol) {
            return protocol == 3 && expected3 != null ? expected3 : expected;
        }

        private Step expecting(String bytes) {
            return new Step(line, text, modifiers, words, expected == null ? bytes : expected + bytes, expected3);
        }

        private Step expecting3(String bytes) {
            return new Step(line, text, modifiers, words, expected, expected3 == null ? bytes : expected3 + bytes);
        }
    }

    private final String name;
    private final List<Step> steps = new ArrayList<>();
    private final List<String> configLines = new ArrayList<>();
    private final List<Attachment> attachments = new ArrayList<>();
    private List<Integer> protocols = List.of(2);
    private boolean fresh;
    private String condition = "";

    private Scenario(String name) {
        this.name = name;
    }

    /** Reads a scenario file; fails with its name and line when it cannot be understood. */
    static Scenario load(Path file) {
        Scenario scenario = new Scenario(file.getFileName().toString().replace(".scenario", ""));
        try {
            int number = 0;
            for (String line : Files.readAllLines(file, StandardCharsets.ISO_8859_1)) scenario.add(++number, line);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return scenario;
    }

    String name() {
        return name;
    }

    List<Step> steps() {
        return steps;
    }

    List<String> configLines() {
        return configLines;
    }

    List<Attachment> attachments() {
        return attachments;
    }

    /** The RESP versions in which it is played, 2 or 3. */
    List<Integer> protocols() {
        return protocols;
    }

    /** Whether it wants servers of its own. */
    boolean isFresh() {
        return fresh;
    }

    private void add(int number, String line) {
        try {
            if (line.isBlank() || line.startsWith("#")) return;
            if (line.startsWith("!")) direct(Words.split(line.substring(1)), line);
            else if (line.startsWith("=>")) steps.add(steps.removeLast().expecting(Words.split(line.substring(2)).getFirst()));
            else if (line.startsWith("=3>")) steps.add(steps.removeLast().expecting3(Words.split(line.substring(3)).getFirst()));
            else steps.add(step(number, line));
        } catch (RuntimeException e) {
            throw new IllegalArgumentException(name + ".scenario:" + number + ": " + line, e);
        }
    }

    private void direct(List<String> words, String line) {
        switch (words.getFirst()) {
            case "config" -> configLines.add(line.substring("!config ".length()));
            case "resp" -> protocols = words.stream().skip(1).map(Integer::valueOf).toList();
            case "file" -> attachments.add(new Attachment(words.get(1), words.get(2), words.get(3)));
            case "library" -> attachments.add(new Attachment(words.get(1), words.get(2), null));
            case "if" -> condition = words.size() == 1 ? "" : words.get(1);
            case "fresh" -> { }
            default -> throw new IllegalArgumentException("unknown directive");
        }
        if (!words.getFirst().equals("resp") && !words.getFirst().equals("if")) fresh = true;
    }

    private Step step(int number, String line) {
        List<String> words = Words.split(line);
        Map<String, String> modifiers = new LinkedHashMap<>();
        int first = 0;
        while (first < words.size() && words.get(first).startsWith("@")) {
            String[] parts = words.get(first++).substring(1).split("=", 2);
            modifiers.put(parts[0], parts.length == 2 ? parts[1] : "");
        }
        if (!condition.isEmpty()) modifiers.merge("if", condition, (own, all) -> own + "," + all);
        return new Step(number, line, modifiers, words.subList(first, words.size()), null, null);
    }
}
