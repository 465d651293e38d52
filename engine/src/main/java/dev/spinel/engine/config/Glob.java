package dev.spinel.engine.config;

/** Glob patterns over setting names, letter case ignored: {@code * ? [a-z] [^a] \x}. Source: util.c stringmatch. */
final class Glob {
    private final String pattern;
    private final String text;

    private Glob(String pattern, String text) {
        this.pattern = pattern;
        this.text = text;
    }

    static boolean isPattern(String text) {
        return text.indexOf('*') >= 0 || text.indexOf('?') >= 0 || text.indexOf('[') >= 0;
    }

    /** Both in lower case. Linear in practice: a failed star falls back to the last one only. */
    static boolean matches(String pattern, String text) {
        return new Glob(pattern, text).matches();
    }

    private boolean matches() {
        int p = 0;
        int t = 0;
        int starPattern = -1;
        int starText = 0;
        while (t < text.length()) {
            if (p < pattern.length() && pattern.charAt(p) == '*') {
                starPattern = ++p;
                starText = t;
            } else if (p < pattern.length() && matchesOne(p, text.charAt(t))) {
                p = next(p);
                t++;
            } else if (starPattern >= 0) {
                p = starPattern;
                t = ++starText;
            } else {
                return false;
            }
        }
        while (p < pattern.length() && pattern.charAt(p) == '*') {
            p++;
        }
        return p == pattern.length();
    }

    private boolean matchesOne(int p, char c) {
        return switch (pattern.charAt(p)) {
            case '?' -> true;
            case '[' -> matchesClass(p, c);
            case '\\' -> pattern.charAt(Math.min(p + 1, pattern.length() - 1)) == c;
            default -> pattern.charAt(p) == c;
        };
    }

    private boolean matchesClass(int p, char c) {
        int end = next(p);
        int i = p + 1;
        boolean negated = i < end && pattern.charAt(i) == '^';
        if (negated) i++;
        boolean found = false;
        while (i < end && pattern.charAt(i) != ']') {
            if (pattern.charAt(i) == '\\' && i + 1 < end) {
                i++;
            }
            char from = pattern.charAt(i);
            boolean isRange = i + 2 < end && pattern.charAt(i + 1) == '-';
            char to = isRange ? pattern.charAt(i + 2) : from;
            found |= c >= Math.min(from, to) && c <= Math.max(from, to);
            i += isRange ? 3 : 1;
        }
        return found != negated;
    }

    /** Where the pattern goes on after the element at {@code p}. */
    private int next(int p) {
        char c = pattern.charAt(p);
        if (c == '\\') {
            return Math.min(p + 2, pattern.length());
        }
        if (c != '[') {
            return p + 1;
        }
        int i = p + 1;
        while (i < pattern.length() && pattern.charAt(i) != ']') {
            i += pattern.charAt(i) == '\\' ? 2 : 1;
        }
        return Math.min(i + 1, pattern.length());
    }
}
