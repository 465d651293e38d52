package dev.spinel.tools.compat;

import java.util.ArrayList;
import java.util.List;

/** Splits a line into words with the quoting rules of redis-cli. Characters are bytes (Latin-1). */
final class Words {
    private final String line;
    private int at;

    private Words(String line) {
        this.line = line;
    }

    /** All words of {@code line}. Fails when quotes are not balanced. */
    static List<String> split(String line) {
        Words words = new Words(line);
        List<String> found = new ArrayList<>();
        words.skipSpace();
        while (words.at < line.length()) {
            found.add(words.next());
            words.skipSpace();
        }
        return found;
    }

    /** Text in double quotes that {@link #split} reads back as {@code bytes}. */
    static String quote(String bytes) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < bytes.length(); i++) {
            char c = bytes.charAt(i);
            switch (c) {
                case '\n' -> quoted.append("\\n");
                case '\r' -> quoted.append("\\r");
                case '\t' -> quoted.append("\\t");
                case '"', '\\' -> quoted.append('\\').append(c);
                default -> {
                    if (c >= ' ' && c < 127) quoted.append(c);
                    else quoted.append(String.format("\\x%02x", (int) c));
                }
            }
        }
        return quoted.append('"').toString();
    }

    private void skipSpace() {
        while (at < line.length() && line.charAt(at) == ' ') at++;
    }

    private String next() {
        StringBuilder word = new StringBuilder();
        while (at < line.length() && line.charAt(at) != ' ') {
            char c = line.charAt(at++);
            if (c == '"') readDouble(word);
            else if (c == '\'') readSingle(word);
            else word.append(c);
        }
        return word.toString();
    }

    private void readDouble(StringBuilder word) {
        while (at < line.length()) {
            char c = line.charAt(at++);
            if (c == '"') return;
            word.append(c == '\\' ? escape() : c);
        }
        throw new IllegalArgumentException("unbalanced \" in: " + line);
    }

    private char escape() {
        char c = line.charAt(at++);
        return switch (c) {
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'b' -> '\b';
            case 'a' -> 7;
            case 'x' -> {
                at += 2;
                yield (char) Integer.parseInt(line.substring(at - 2, at), 16);
            }
            default -> c;
        };
    }

    private void readSingle(StringBuilder word) {
        while (at < line.length()) {
            char c = line.charAt(at++);
            if (c == '\'') return;
            if (c == '\\' && at < line.length() && line.charAt(at) == '\'') word.append(line.charAt(at++));
            else word.append(c);
        }
        throw new IllegalArgumentException("unbalanced ' in: " + line);
    }
}
