package dev.spinel.engine.type.array;

import dev.spinel.engine.type.array.RegexNode.At;
import dev.spinel.engine.type.array.RegexNode.Choice;
import dev.spinel.engine.type.array.RegexNode.OneOf;
import dev.spinel.engine.type.array.RegexNode.Place;
import dev.spinel.engine.type.array.RegexNode.Repeat;
import dev.spinel.engine.type.array.RegexNode.Sequence;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;

/**
 * Reads a POSIX extended regular expression over bytes, with the escapes of TRE: {@code \w \W \s \S \d \D \t \n \r \f
 * \a \e \b \B \< \>}, {@code \xHH}, {@code \x{HH}}, {@code \Q…\E}, groups that begin with {@code (?:} or {@code (?i)},
 * and repetitions with a question mark behind them. The first error latches; its texts are those of regerror.
 */
final class RegexParser {
    private static final int MAX_REPEAT = 255;
    private static final int BYTES = 256;
    private static final Map<String, String> CLASSES = Map.ofEntries(Map.entry("alpha", "A-Za-z"),
        Map.entry("digit", "0-9"), Map.entry("alnum", "A-Za-z0-9"), Map.entry("upper", "A-Z"),
        Map.entry("lower", "a-z"), Map.entry("space", "\t-\r - "), Map.entry("blank", "\t-\t - "),
        Map.entry("punct", "!-/:-@[-`{-~"), Map.entry("print", " -~"), Map.entry("graph", "!-~"),
        Map.entry("cntrl", "\0-\37\177-\177"), Map.entry("xdigit", "0-9A-Fa-f"));
    private static final String WORD = "A-Za-z0-9_-_";

    private final byte[] pattern;
    private boolean ignoreCase;
    private int at;
    private int depth;
    private String failure;
    private boolean refersBack;

    RegexParser(byte[] pattern, boolean ignoreCase) {
        this.pattern = pattern;
        this.ignoreCase = ignoreCase;
    }

    /** The whole expression; ask {@link #failure} before it is used. */
    RegexNode parse() {
        RegexNode node = choice();
        if (at < pattern.length) {
            fail("Missing ')'");
        }
        return node;
    }

    /** Why the expression is none, or null. */
    String failure() {
        return failure;
    }

    /** Whether a part asks for what another part matched. */
    boolean refersBack() {
        return refersBack;
    }

    private void fail(String reason) {
        if (failure == null) {
            failure = reason;
        }
        at = pattern.length;
    }

    private boolean isNext(char wanted) {
        return at < pattern.length && pattern[at] == wanted;
    }

    private boolean take(char wanted) {
        boolean isThere = isNext(wanted);
        at += isThere ? 1 : 0;
        return isThere;
    }

    private RegexNode choice() {
        List<RegexNode> ways = new ArrayList<>();
        do {
            ways.add(sequence());
        } while (take('|'));
        return ways.size() == 1 ? ways.get(0) : new Choice(ways);
    }

    private RegexNode sequence() {
        List<RegexNode> parts = new ArrayList<>();
        while (at < pattern.length && !isNext('|') && !(isNext(')') && depth > 0)) {
            parts.add(repeated(atom()));
        }
        return new Sequence(parts);
    }

    private RegexNode repeated(RegexNode first) {
        RegexNode node = first;
        while (at < pattern.length) {
            if (take('*')) {
                node = new Repeat(node, 0, RegexNode.UNBOUNDED);
            } else if (take('+')) {
                node = new Repeat(node, 1, RegexNode.UNBOUNDED);
            } else if (take('?')) {
                node = new Repeat(node, 0, 1);
            } else if (take('{')) {
                node = bounded(node);
            } else {
                return node;
            }
            // Whether the shortest or the longest match is wanted makes no difference to there being one.
            take('?');
        }
        return node;
    }

    private RegexNode bounded(RegexNode node) {
        int least = number();
        int most = least;
        if (take(',')) {
            most = number();
        }
        if (at == pattern.length) {
            fail("Missing '}'");
        } else if (!take('}') || least < 0 && most < 0 || most >= 0 && most < least || least > MAX_REPEAT
            || most > MAX_REPEAT) {
            fail("Invalid contents of {}");
        }
        return new Repeat(node, Math.max(least, 0), most < 0 ? RegexNode.UNBOUNDED : most);
    }

    /** Digits as a number that is cut off when it is too large; -1 where none are. */
    private int number() {
        int value = -1;
        while (at < pattern.length && pattern[at] >= '0' && pattern[at] <= '9') {
            value = Math.min(Math.max(value, 0) * 10 + pattern[at] - '0', MAX_REPEAT + 1);
            at++;
        }
        return value;
    }

    private RegexNode atom() {
        char c = (char) (pattern[at++] & 0xFF);
        return switch (c) {
            case '(' -> group();
            case '[' -> bracket();
            case '.' -> oneOf("\0-\377");
            case '^' -> new At(Place.START);
            case '$' -> new At(Place.END);
            case '\\' -> escape();
            case '*', '+', '?' -> failed("Invalid use of repetition operators");
            case ')' -> failed("Missing ')'");
            default -> literal(c);
        };
    }

    private RegexNode failed(String reason) {
        fail(reason);
        return new Sequence(List.of());
    }

    private RegexNode group() {
        boolean ignoredOutside = ignoreCase;
        if (take('?') && !flags()) {
            ignoredOutside = ignoreCase;
            return new Sequence(List.of());
        }
        depth++;
        RegexNode node = choice();
        depth--;
        ignoreCase = ignoredOutside;
        if (!take(')')) {
            fail("Missing ')'");
        }
        return node;
    }

    /** Reads the flags of a group; whether a group follows, or the flags are for what is left. */
    private boolean flags() {
        boolean isOn = true;
        while (at < pattern.length) {
            switch (pattern[at++]) {
                case 'i' -> ignoreCase = isOn;
                case 'n', 'r', 'U' -> { }
                case '-' -> isOn = false;
                case ':' -> {
                    return true;
                }
                case ')' -> {
                    return false;
                }
                default -> fail("Invalid regexp");
            }
        }
        fail("Missing ')'");
        return false;
    }

    private RegexNode literal(int b) {
        BitSet bytes = new BitSet(BYTES);
        bytes.set(b);
        return new OneOf(withCases(bytes));
    }

    private RegexNode oneOf(String ranges) {
        BitSet bytes = new BitSet(BYTES);
        addRanges(bytes, ranges);
        return new OneOf(bytes);
    }

    private RegexNode noneOf(String ranges) {
        BitSet bytes = new BitSet(BYTES);
        addRanges(bytes, ranges);
        bytes.flip(0, BYTES);
        return new OneOf(bytes);
    }

    /** Adds ranges that are written as triples: first byte, dash, last byte. */
    private static void addRanges(BitSet bytes, String ranges) {
        for (int i = 0; i < ranges.length(); i += 3) {
            bytes.set(ranges.charAt(i), ranges.charAt(i + 2) + 1);
        }
    }

    private BitSet withCases(BitSet bytes) {
        for (int i = 0; i < 26 && ignoreCase; i++) {
            boolean isIn = bytes.get('a' + i) || bytes.get('A' + i);
            bytes.set('a' + i, isIn);
            bytes.set('A' + i, isIn);
        }
        return bytes;
    }

    private RegexNode escape() {
        if (at == pattern.length) {
            return failed("Trailing backslash");
        }
        char c = (char) (pattern[at++] & 0xFF);
        return switch (c) {
            case 'w' -> oneOf(WORD);
            case 'W' -> noneOf(WORD);
            case 's' -> oneOf(CLASSES.get("space"));
            case 'S' -> noneOf(CLASSES.get("space"));
            case 'd' -> oneOf(CLASSES.get("digit"));
            case 'D' -> noneOf(CLASSES.get("digit"));
            case 't' -> literal('\t');
            case 'n' -> literal('\n');
            case 'r' -> literal('\r');
            case 'f' -> literal('\f');
            case 'a' -> literal(7);
            case 'e' -> literal(27);
            case 'x' -> hexadecimal();
            case 'b' -> new At(Place.WORD_EDGE);
            case 'B' -> new At(Place.NO_WORD_EDGE);
            case '<' -> new At(Place.WORD_START);
            case '>' -> new At(Place.WORD_END);
            case 'Q' -> quoted();
            case '1', '2', '3', '4', '5', '6', '7', '8', '9' -> backReference();
            default -> literal(c);
        };
    }

    private RegexNode backReference() {
        refersBack = true;
        return new Sequence(List.of());
    }

    /** Up to two digits, or any number of them between braces. */
    private RegexNode hexadecimal() {
        boolean isBraced = take('{');
        int value = 0;
        for (int digits = 0; at < pattern.length && (isBraced || digits < 2); digits++) {
            int digit = Character.digit(pattern[at], 16);
            if (digit < 0) {
                break;
            }
            value = Math.min(value * 16 + digit, BYTES);
            at++;
        }
        if (isBraced && !take('}')) {
            return failed("Missing '}'");
        }
        return value < BYTES ? literal(value) : failed("Invalid regexp");
    }

    /** Bytes that stand for themselves, up to {@code \E}. */
    private RegexNode quoted() {
        List<RegexNode> parts = new ArrayList<>();
        while (at < pattern.length && !(pattern[at] == '\\' && at + 1 < pattern.length && pattern[at + 1] == 'E')) {
            parts.add(literal(pattern[at++] & 0xFF));
        }
        at = Math.min(at + 2, pattern.length);
        return new Sequence(parts);
    }

    private RegexNode bracket() {
        boolean isNegated = take('^');
        BitSet bytes = new BitSet(BYTES);
        boolean isFirst = true;
        while (at < pattern.length && (isFirst || !isNext(']'))) {
            isFirst = false;
            addItem(bytes);
        }
        if (!take(']')) {
            return failed("Missing ']'");
        }
        withCases(bytes);
        if (isNegated) {
            bytes.flip(0, BYTES);
        }
        return new OneOf(bytes);
    }

    /** A byte, a range or a class inside of brackets. */
    private void addItem(BitSet bytes) {
        int first = pattern[at++] & 0xFF;
        if (first == '[' && isNext(':')) {
            addClass(bytes);
            return;
        }
        if (first == '[' && (isNext('.') || isNext('='))) {
            fail("Unknown collating element");
            return;
        }
        int last = first;
        if (isNext('-') && at + 1 < pattern.length && pattern[at + 1] != ']') {
            last = pattern[at + 1] & 0xFF;
            at += 2;
        }
        if (last < first) {
            fail("Invalid character range");
        } else {
            bytes.set(first, last + 1);
        }
    }

    private void addClass(BitSet bytes) {
        int start = ++at;
        while (at < pattern.length && pattern[at] != ':') {
            at++;
        }
        String name = new String(pattern, start, at - start, StandardCharsets.ISO_8859_1);
        if (!take(':') || !take(']') || !CLASSES.containsKey(name)) {
            fail("Unknown character class name");
        } else {
            addRanges(bytes, CLASSES.get(name));
        }
    }
}
