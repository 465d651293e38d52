package dev.spinel.engine.config;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Splits a line of configuration into words and writes words so that they split back. Source: sds.c sdssplitargs and
 * sdscatrepr.
 *
 * <p>Words are parted by blanks. Inside double quotes a backslash starts an escape ({@code \n \r \t \b \a \xHH}, or the
 * character itself); inside single quotes it only escapes a single quote. A closing quote ends the word.
 */
public final class ConfigWords {
    private static final String PLAIN_ESCAPES = "nrtba";
    private static final String ESCAPED = "\n\r\t\b\u0007";

    private final String line;
    private final List<String> words = new ArrayList<>();
    private final StringBuilder word = new StringBuilder();
    private int position;

    private ConfigWords(String line) {
        int nul = line.indexOf('\0');
        this.line = nul < 0 ? line : line.substring(0, nul);
    }

    /** The words of a line, quotes removed; null when quotes are not balanced. A NUL ends the line. */
    public static List<String> split(String line) {
        ConfigWords words = new ConfigWords(line);
        return words.readAll() ? words.words : null;
    }

    /** One word in double quotes, with everything escaped that is not printable ASCII. */
    public static String quote(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (char c : text.toCharArray()) {
            int escape = ESCAPED.indexOf(c);
            if (c == '\\' || c == '"') {
                quoted.append('\\').append(c);
            } else if (escape >= 0) {
                quoted.append('\\').append(PLAIN_ESCAPES.charAt(escape));
            } else if (c >= ' ' && c <= '~') {
                quoted.append(c);
            } else {
                quoted.append("\\x").append(hexDigits(c));
            }
        }
        return quoted.append('"').toString();
    }

    /** Text of a setting from bytes: one char per byte. */
    public static String encode(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    /** Text of a setting from a Java string, such as a command line argument, through UTF-8. */
    public static String encode(String text) {
        return encode(text.getBytes(StandardCharsets.UTF_8));
    }

    /** A Java string, such as a path to open, from the text of a setting, through UTF-8. */
    public static String decode(String text) {
        return new String(text.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    private boolean readAll() {
        while (skipBlanks()) {
            word.setLength(0);
            if (!readWord()) {
                return false;
            }
            words.add(word.toString());
        }
        return true;
    }

    private boolean skipBlanks() {
        while (position < line.length() && isBlank(line.charAt(position))) {
            position++;
        }
        return position < line.length();
    }

    /** Plain characters up to a blank; a quote within switches to quoted reading, whose end is the word's end. */
    private boolean readWord() {
        for (; position < line.length(); position++) {
            char c = line.charAt(position);
            if (c == ' ' || c == '\n' || c == '\r' || c == '\t') {
                return true;
            }
            if (c == '"' || c == '\'') {
                position++;
                return readQuoted(c);
            }
            word.append(c);
        }
        return true;
    }

    private boolean readQuoted(char quote) {
        while (position < line.length()) {
            char c = line.charAt(position++);
            if (c == quote) {
                return position == line.length() || isBlank(line.charAt(position));
            }
            boolean escapes = quote == '"' ? position < line.length() : nextIs('\'');
            word.append(c == '\\' && escapes ? readEscape(quote) : c);
        }
        return false;
    }

    private char readEscape(char quote) {
        char c = line.charAt(position++);
        if (quote == '\'') {
            return c;
        }
        int high = c == 'x' ? hexDigit(position) : -1;
        int low = high < 0 ? -1 : hexDigit(position + 1);
        if (low >= 0) {
            position += 2;
            return (char) (high << 4 | low);
        }
        int plain = PLAIN_ESCAPES.indexOf(c);
        return plain < 0 ? c : ESCAPED.charAt(plain);
    }

    private static String hexDigits(char c) {
        return "" + Character.forDigit(c >> 4 & 0xF, 16) + Character.forDigit(c & 0xF, 16);
    }

    private int hexDigit(int index) {
        return index < line.length() ? Character.digit(line.charAt(index), 16) : -1;
    }

    private boolean nextIs(char expected) {
        return position < line.length() && line.charAt(position) == expected;
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c >= '\t' && c <= '\r';
    }
}
