package dev.spinel.engine.command;

/**
 * Where some keys of a command stand and how it uses them. Immutable.
 *
 * <p>{@code begin} finds the argument where the search starts, {@code find} says which arguments from there are keys.
 * An unknown part means that only a {@link KeyRule} can tell.
 *
 * @param flags {@link KeyFlag} bits
 * @param notes for readers of COMMAND INFO; null when there is nothing to say
 */
public record KeySpec(int flags, Begin begin, Find find, String notes) {
    /** Unknown to specs. */
    public static final Unknown UNKNOWN = new Unknown();

    /** The start of the search. */
    public sealed interface Begin permits Index, Keyword, Unknown {}

    /** Which arguments are keys. */
    public sealed interface Find permits Range, KeyNum, Unknown {}

    /** Starts at argument {@code position}. */
    public record Index(int position) implements Begin {}

    /** Starts after {@code word}, searched from argument {@code startFrom}; a negative one searches backwards. */
    public record Keyword(String word, int startFrom) implements Begin {}

    /**
     * Keys up to {@code lastKey}: relative to the start, or, when negative, counted from the last argument (-1).
     * {@code limit} divides the arguments left: 2 means that the first half are keys. 0 and 1 mean no limit.
     */
    public record Range(int lastKey, int step, int limit) implements Find {}

    /** The argument at {@code keyNumIndex} counts the keys from {@code firstKey} on; both relative to the start. */
    public record KeyNum(int keyNumIndex, int firstKey, int step) implements Find {}

    /** Neither begin nor end can be told. */
    public record Unknown() implements Begin, Find {}

    public boolean has(int flag) {
        return (flags & flag) != 0;
    }

    boolean isPlainRange() {
        return begin instanceof Index && find instanceof Range;
    }
}
