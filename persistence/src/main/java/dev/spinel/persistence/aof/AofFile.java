package dev.spinel.persistence.aof;

import dev.spinel.engine.config.ConfigWords;

/** One file of an AOF as its manifest names it. */
public record AofFile(String name, long sequence, Kind kind) {
    /** What a file holds; the letters are on disk. */
    public enum Kind {
        /** All data as of some time. */
        BASE('b'),
        /** Not needed any more, and not deleted yet. */
        HISTORY('h'),
        /** Changes, in order. */
        INCREMENT('i');

        private final char letter;

        Kind(char letter) {
            this.letter = letter;
        }

        /** Null when no kind has this letter. */
        static Kind of(char letter) {
            for (Kind kind : values()) {
                if (kind.letter == letter) return kind;
            }
            return null;
        }
    }

    AofFile as(Kind other) {
        return new AofFile(name, sequence, other);
    }

    /** The line of a manifest. */
    String line() {
        return "file " + (needsQuotes() ? ConfigWords.quote(name) : name) + " seq " + sequence + " type " + kind.letter
                + "\n";
    }

    private boolean needsQuotes() {
        return name.isEmpty() || name.chars().anyMatch(c -> c <= ' ' || c > '~' || c == '\\' || c == '"' || c == '\'');
    }
}
