package dev.spinel.engine.feature.replication.follow;

/**
 * A line of what a primary says, put together from the bytes that come in. Lines without a word only tell that the
 * primary lives. Owned by who listens; reactor.
 */
final class PrimaryLine {
    private static final int LONGEST = 1024;

    private final StringBuilder begun = new StringBuilder();

    /** Takes a byte; the line, without the white space behind it, once it is complete and not empty, otherwise null. */
    String take(int next) {
        if (next != '\n') {
            begun.append((char) next);
            return null;
        }
        String line = begun.toString().stripTrailing();
        begun.setLength(0);
        return line.isEmpty() ? null : line;
    }

    /** Whether the line does not end where any line does. */
    boolean isTooLong() {
        return begun.length() > LONGEST;
    }
}
