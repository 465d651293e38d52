package dev.spinel.engine.type.array;

import dev.spinel.engine.command.Call;
import dev.spinel.engine.memory.Mem;
import dev.spinel.engine.resp.Args;
import dev.spinel.engine.resp.Errors;
import dev.spinel.engine.resp.Glob;
import dev.spinel.engine.resp.Text;
import dev.spinel.engine.struct.array.WordText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What ARGREP is asked for: conditions, how they are joined, and what becomes of elements that meet them. */
final class GrepPlan {
    private static final int MAX_CONDITIONS = 250;
    private static final int MAX_REGEX_BYTES = 2048;
    private static final byte[] EXACT = Text.bytes("exact");
    private static final byte[] MATCH = Text.bytes("match");
    private static final byte[] GLOB = Text.bytes("glob");
    private static final byte[] RE = Text.bytes("re");
    private static final byte[] LIMIT = Text.bytes("limit");
    private static final byte[] WITHVALUES = Text.bytes("withvalues");
    private static final byte[] NOCASE = Text.bytes("nocase");
    private static final byte[] AND = Text.bytes("and");
    private static final byte[] OR = Text.bytes("or");
    private static final byte[] TOO_MANY =
        Errors.bytes("ERR too many predicates, maximum is " + MAX_CONDITIONS);
    private static final byte[] REGEX_TOO_LONG =
        Errors.bytes("ERR regular expression is too long, maximum is " + MAX_REGEX_BYTES + " bytes");
    private static final byte[] REGEX_EMPTY = Errors.bytes("ERR regular expression is empty");
    private static final byte[] BACK_REFERENCES =
        Errors.bytes("ERR regular expression backreferences are not supported");

    private final List<Condition> conditions = new ArrayList<>();
    private long limit = Long.MAX_VALUE;
    private boolean isAnd;
    private boolean withValues;
    private boolean ignoresCase;

    /** Reads the arguments from one on; the last of options that contradict each other counts. */
    GrepPlan(Call call, int from) {
        Args args = call.args();
        List<byte[]> words = new ArrayList<>();
        List<String> kinds = new ArrayList<>();
        int at = from;
        while (at < args.count() && !call.failed()) {
            boolean hasOperand = at + 1 < args.count();
            if (args.is(at, EXACT) || args.is(at, MATCH) || args.is(at, GLOB) || args.is(at, RE)) {
                if (hasOperand) {
                    checkCondition(call, at, words.size());
                    kinds.add(args.text(at).toLowerCase(Locale.ROOT));
                    words.add(args.bytes(at + 1));
                } else {
                    call.fail(Errors.SYNTAX);
                }
                at += 2;
            } else if (args.is(at, LIMIT) && hasOperand) {
                limit = RangeCommands.limit(call, at + 1);
                at += 2;
            } else {
                parseFlag(call, at);
                at++;
            }
        }
        if (words.isEmpty()) {
            call.fail(Errors.SYNTAX);
        }
        for (int i = 0; i < words.size() && !call.failed(); i++) {
            conditions.add(condition(call, kinds.get(i), words.get(i)));
        }
    }

    private static void checkCondition(Call call, int at, int before) {
        if (before == MAX_CONDITIONS) {
            call.fail(TOO_MANY);
        } else if (call.args().is(at, RE) && call.args().length(at + 1) > MAX_REGEX_BYTES) {
            call.fail(REGEX_TOO_LONG);
        }
    }

    private void parseFlag(Call call, int at) {
        Args args = call.args();
        if (args.is(at, WITHVALUES)) {
            withValues = true;
        } else if (args.is(at, NOCASE)) {
            ignoresCase = true;
        } else if (args.is(at, AND) || args.is(at, OR)) {
            isAnd = args.is(at, AND);
        } else {
            call.fail(Errors.SYNTAX);
        }
    }

    private Condition condition(Call call, String kind, byte[] word) {
        return switch (kind) {
            case "exact" -> text -> text.length() == word.length && isAt(text.address(), word);
            case "match" -> text -> contains(text, word);
            case "glob" -> text -> Glob.matches(word, text.address(), text.length(), ignoresCase);
            default -> regex(call, word);
        };
    }

    private Condition regex(Call call, byte[] word) {
        if (word.length == 0) {
            call.fail(REGEX_EMPTY);
            return null;
        }
        RegexParser parser = new RegexParser(word, ignoresCase);
        RegexNode node = parser.parse();
        Regex regex = parser.failure() == null ? Regex.of(node) : null;
        if (regex == null) {
            String reason = parser.failure() == null ? "Out of memory" : parser.failure();
            call.fail(Errors.bytes("ERR invalid regular expression: " + reason));
        } else if (parser.refersBack()) {
            call.fail(BACK_REFERENCES);
        }
        return text -> regex.matches(text.address(), text.length());
    }

    private boolean contains(WordText text, byte[] word) {
        for (long at = text.address(), last = at + text.length() - word.length; at <= last; at++) {
            if (isAt(at, word)) {
                return true;
            }
        }
        return false;
    }

    private boolean isAt(long address, byte[] word) {
        for (int i = 0; i < word.length; i++) {
            int b = Mem.getByte(address + i);
            if (b != word[i] && !(ignoresCase && lower(b) == lower(word[i]))) {
                return false;
            }
        }
        return true;
    }

    private static int lower(int b) {
        return b >= 'A' && b <= 'Z' ? b + 'a' - 'A' : b;
    }

    /** Most elements to find. */
    long limit() {
        return limit;
    }

    boolean withValues() {
        return withValues;
    }

    /** Whether an element meets the conditions. */
    boolean accepts(WordText text) {
        for (Condition condition : conditions) {
            if (condition.accepts(text) != isAnd) {
                return !isAnd;
            }
        }
        return isAnd;
    }

    /** One thing that is asked of an element. */
    @FunctionalInterface
    private interface Condition {
        boolean accepts(WordText text);
    }
}
