package dev.spinel.engine.command;

/**
 * How a command uses a key: bits of {@link KeySpec#flags()}.
 *
 * <p>The first four exclude one another and speak of the value as a whole; ACCESS to DELETE speak of the user's data in
 * it. Bit numbers never change: the module API hands them out.
 */
public final class KeyFlag {
    /** Reads the value, but not necessarily returns it. */
    public static final int RO = 1;
    public static final int RW = 1 << 1;
    /** Overwrites without looking at the old value. */
    public static final int OW = 1 << 2;
    /** Removes the key. */
    public static final int RM = 1 << 3;
    /** User data is returned, copied or decides something. */
    public static final int ACCESS = 1 << 4;
    public static final int UPDATE = 1 << 5;
    /** Adds without changing what is there. */
    public static final int INSERT = 1 << 6;
    public static final int DELETE = 1 << 7;
    /** Routed like a key but is none, for example a shard channel. */
    public static final int NOT_KEY = 1 << 8;
    /** The spec may miss keys. */
    public static final int INCOMPLETE = 1 << 9;
    /** The arguments decide which of the flags hold; see {@link KeyRule}. */
    public static final int VARIABLE_FLAGS = 1 << 10;

    static final BitNames NAMES = new BitNames("RO", "RW", "OW", "RM", "access", "update", "insert", "delete",
        "not_key", "incomplete", "variable_flags");

    private KeyFlag() {}

    /** The bit of a wire name, any case; 0 when there is none. */
    public static int named(String name) {
        return (int) NAMES.bit(name);
    }

    /** Wire names in the order COMMAND replies them. */
    public static String[] names(int flags) {
        return NAMES.of(flags);
    }
}
