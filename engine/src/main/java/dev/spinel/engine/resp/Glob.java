package dev.spinel.engine.resp;

import dev.spinel.engine.memory.Mem;

/**
 * Glob patterns over bytes: {@code * ? [a-z] [^a] \x}. Linear in practice: a mismatch falls back to the last star only.
 * Source: util.c stringmatchlen.
 */
public final class Glob {
    /** A text that takes more stars than this to match does not match: Redis bounds its recursion so. */
    private static final int MAX_STARS = 1000;

    private final byte[] pattern;
    private final byte[] heapText;
    private final long address;
    private final long length;
    private final boolean ignoreCase;

    private Glob(byte[] pattern, byte[] heapText, long address, long length, boolean ignoreCase) {
        this.pattern = pattern;
        this.heapText = heapText;
        this.address = address;
        this.length = length;
        this.ignoreCase = ignoreCase;
    }

    /** Whether a word has anything in it but letters that stand for themselves. */
    public static boolean isPattern(String word) {
        return word.indexOf('*') >= 0 || word.indexOf('?') >= 0 || word.indexOf('[') >= 0;
    }

    /** Whether the pattern matches every key. */
    public static boolean isAll(byte[] pattern) {
        return pattern.length == 1 && pattern[0] == '*';
    }

    public static boolean matches(byte[] pattern, byte[] text, boolean ignoreCase) {
        return new Glob(pattern, text, 0, text.length, ignoreCase).matches();
    }

    /** Matches bytes in memory. */
    public static boolean matches(byte[] pattern, long address, long length, boolean ignoreCase) {
        return new Glob(pattern, null, address, length, ignoreCase).matches();
    }

    private int textAt(long index) {
        byte b = heapText == null ? Mem.getByte(address + index) : heapText[(int) index];
        return (ignoreCase ? Text.toLower(b) : b) & 0xFF;
    }

    private int patternAt(int index) {
        byte b = pattern[index];
        return (ignoreCase ? Text.toLower(b) : b) & 0xFF;
    }

    private boolean matches() {
        int p = 0;
        long t = 0;
        int starPattern = -1;
        long starText = 0;
        int stars = 0;
        while (t < length) {
            if (p < pattern.length && pattern[p] == '*') {
                starPattern = afterStars(p);
                starText = t;
                p = starPattern;
                if (p < pattern.length && ++stars > MAX_STARS) {
                    return false;
                }
            } else if (p < pattern.length && matchesOne(p, textAt(t))) {
                p = next(p);
                t++;
            } else if (starPattern >= 0) {
                p = starPattern;
                t = ++starText;
            } else {
                return false;
            }
        }
        return afterStars(p) == pattern.length;
    }

    private int afterStars(int p) {
        while (p < pattern.length && pattern[p] == '*') {
            p++;
        }
        return p;
    }

    private boolean matchesOne(int p, int c) {
        return switch (pattern[p]) {
            case '?' -> true;
            case '[' -> matchesClass(p, c);
            case '\\' -> patternAt(Math.min(p + 1, pattern.length - 1)) == c;
            default -> patternAt(p) == c;
        };
    }

    private boolean matchesClass(int p, int c) {
        boolean negated = isNegated(p);
        boolean found = false;
        for (int i = negated ? p + 2 : p + 1; i < pattern.length && pattern[i] != ']'; i = nextInClass(i)) {
            boolean isRange = nextInClass(i) == i + 3;
            boolean isEscape = nextInClass(i) == i + 2;
            int from = patternAt(isEscape ? i + 1 : i);
            int to = isRange ? patternAt(i + 2) : from;
            found |= c >= Math.min(from, to) && c <= Math.max(from, to);
        }
        return found != negated;
    }

    private boolean isNegated(int p) {
        return p + 1 < pattern.length && pattern[p + 1] == '^';
    }

    /** After an escape, a range (which may end with the very bracket) or a single byte within a class. */
    private int nextInClass(int i) {
        if (pattern[i] == '\\' && i + 1 < pattern.length) {
            return i + 2;
        }
        return i + 2 < pattern.length && pattern[i + 1] == '-' ? i + 3 : i + 1;
    }

    /** Where the pattern goes on after the element at {@code p}. */
    private int next(int p) {
        if (pattern[p] == '\\') {
            return Math.min(p + 2, pattern.length);
        }
        if (pattern[p] != '[') {
            return p + 1;
        }
        int i = isNegated(p) ? p + 2 : p + 1;
        while (i < pattern.length && pattern[i] != ']') {
            i = nextInClass(i);
        }
        return Math.min(i + 1, pattern.length);
    }
}
