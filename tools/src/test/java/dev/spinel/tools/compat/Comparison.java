package dev.spinel.tools.compat;

import dev.spinel.tools.harness.Reply;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Turns the replies of one step into lines in which both servers must agree, following the step's modifiers, and tells the
 * difference. One line per reply or element, so that a difference deep in a long reply is found by eye.
 */
final class Comparison {
    private static final int SHOWN_LINES = 12;
    private static final Pattern PER_COMMAND = Pattern.compile("cmdstat_|errorstat_|latency_percentiles_usec_");
    private static final String NUMBER = "-?\\d+(\\.\\d+)?";

    private final Scenario.Step step;
    private final Set<String> exceptions;
    private final Set<String> unread;

    Comparison(Scenario.Step step) {
        this.step = step;
        exceptions = new HashSet<>(Arrays.asList(step.value("except", "").split(",")));
        unread = new HashSet<>(Arrays.asList(step.value("without", "").split(",")));
    }

    /** Null when {@code actual} agrees with {@code expected}, else the difference in words. */
    String difference(List<Reply> expected, List<Reply> actual) {
        if (step.has("ignore")) return null;
        List<String> wanted = lines(expected);
        List<String> got = lines(actual);
        if (step.has("superset")) return missing(wanted, got);
        return wanted.equals(got) ? null : firstDifference(wanted, got);
    }

    private List<String> lines(List<Reply> replies) {
        List<String> lines = new ArrayList<>();
        for (Reply reply : replies) addLines(lines, reply);
        return lines;
    }

    private void addLines(List<String> lines, Reply reply) {
        if (step.has("kind")) lines.add(step.value("kind", "").equals("top") ? reply.kind() + "" : kinds(reply));
        else if (step.has("code") && reply.isError()) lines.add(reply.kind() + reply.text().split(" ")[0]);
        else if (reply.isError()) addTree(lines, "", reply);
        else if (step.has("fields") && reply.text() != null) lines.addAll(fields(reply));
        else if (step.has("lines") && reply.text() != null) Arrays.stream(masked(reply.text()).split("\r\n")).sorted().forEach(lines::add);
        else if (!reply.isAggregate()) lines.add(leaf(reply));
        else if (step.has("length")) lines.add(reply.kind() + " " + reply.elements().size());
        else if (step.has("pairs")) lines.addAll(pairs(reply));
        else if (step.has("superset")) lines.addAll(elements(reply));
        else addTree(lines, "", reply);
    }

    private void addTree(List<String> lines, String indent, Reply reply) {
        if (!reply.isAggregate()) {
            lines.add(indent + leaf(reply));
            return;
        }
        List<Reply> elements = ordered(reply);
        lines.add(indent + reply.kind() + elements.size());
        for (Reply element : elements) addTree(lines, indent + "  ", element);
    }

    private String leaf(Reply reply) {
        if (!step.has("mask")) return Words.quote(reply.rawText());
        return reply.kind() + " " + (reply.isNull() ? "null" : Words.quote(masked(reply.text())));
    }

    private String masked(String text) {
        if (!step.has("mask")) return text;
        String pattern = step.value("mask", "");
        return text.replaceAll(pattern.isEmpty() ? NUMBER : pattern, "#");
    }

    private List<Reply> ordered(Reply reply) {
        List<Reply> elements = step.has("without") ? read(reply.elements()) : reply.elements();
        if (!step.has("sorted") || reply.kind() == '%') return elements;
        Map<String, List<Reply>> sorted = new TreeMap<>();
        for (Reply element : elements) sorted.computeIfAbsent(tree(element), any -> new ArrayList<>()).add(element);
        return sorted.values().stream().flatMap(List::stream).toList();
    }

    private List<Reply> read(List<Reply> elements) {
        List<Reply> read = new ArrayList<>();
        for (int i = 0; i < elements.size(); i++) {
            if (elements.get(i).text() != null && unread.contains(elements.get(i).text())) i++;
            else read.add(elements.get(i));
        }
        return read;
    }

    private String tree(Reply reply) {
        List<String> lines = new ArrayList<>();
        addTree(lines, "", reply);
        return String.join(" ", lines);
    }

    private List<String> elements(Reply reply) {
        List<String> elements = new ArrayList<>();
        for (Reply element : reply.elements()) elements.add(tree(element));
        return elements;
    }

    private List<String> pairs(Reply reply) {
        List<String> pairs = new ArrayList<>();
        for (int i = 0; i + 1 < reply.elements().size(); i += 2) {
            if (exceptions.contains(reply.at(i).text())) continue;
            pairs.add(tree(reply.at(i)) + " = " + tree(reply.at(i + 1)));
        }
        Collections.sort(pairs);
        pairs.addFirst("pairs, kind " + reply.kind());
        return pairs;
    }

    private List<String> fields(Reply reply) {
        Set<String> names = new TreeSet<>();
        String text = reply.kind() == '=' ? reply.text().substring("txt:".length()) : reply.text();
        for (String line : text.split("\r\n")) {
            if (line.isEmpty()) continue;
            String name = line.startsWith("#") ? line : line.split(":", 2)[0];
            if (!exceptions.contains(name) && !PER_COMMAND.matcher(name).lookingAt()) names.add(name);
        }
        return List.copyOf(names);
    }

    private static String kinds(Reply reply) {
        if (!reply.isAggregate()) return reply.isNull() ? reply.kind() + "null" : String.valueOf(reply.kind());
        StringBuilder kinds = new StringBuilder().append(reply.kind()).append(reply.elements().size()).append('(');
        for (Reply element : reply.elements()) kinds.append(kinds(element));
        return kinds.append(')').toString();
    }

    private static String missing(List<String> wanted, List<String> got) {
        List<String> missing = new ArrayList<>(wanted);
        missing.removeAll(new HashSet<>(got));
        if (missing.isEmpty()) return null;
        return missing.size() + " of " + wanted.size() + " missing or different:\n" + shown(missing, 0, "    - ");
    }

    private static String firstDifference(List<String> wanted, List<String> got) {
        int at = 0;
        while (at < wanted.size() && at < got.size() && wanted.get(at).equals(got.get(at))) at++;
        String place = at == 0 ? "" : "  equal up to line " + at + ": " + wanted.get(at - 1) + "\n";
        return place + "  expected:\n" + shown(wanted, at, "    ") + "  actual:\n" + shown(got, at, "    ");
    }

    private static String shown(List<String> lines, int from, String indent) {
        StringBuilder shown = new StringBuilder();
        for (int i = from; i < lines.size() && i < from + SHOWN_LINES; i++) shown.append(indent).append(cut(lines.get(i))).append('\n');
        if (lines.size() > from + SHOWN_LINES) shown.append(indent).append("… ").append(lines.size()).append(" lines\n");
        if (from >= lines.size()) shown.append(indent).append("(nothing)\n");
        return shown.toString();
    }

    private static String cut(String line) {
        return line.length() <= 400 ? line : line.substring(0, 400) + "…";
    }
}
