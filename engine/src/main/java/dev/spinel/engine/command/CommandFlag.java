package dev.spinel.engine.command;

/**
 * What a command is and where it may run: bits of {@link CommandFacts#flags()} with their names in COMMAND replies.
 *
 * <p>Bit numbers never change: the module API hands them out. {@link #HIDDEN} flags have a name for the facts file
 * only and never reach a client.
 */
public final class CommandFlag {
    public static final long WRITE = 1L;
    public static final long READONLY = 1L << 1;
    public static final long DENYOOM = 1L << 2;
    public static final long MODULE = 1L << 3;
    public static final long ADMIN = 1L << 4;
    public static final long PUBSUB = 1L << 5;
    public static final long NOSCRIPT = 1L << 6;
    public static final long BLOCKING = 1L << 8;
    public static final long LOADING = 1L << 9;
    public static final long STALE = 1L << 10;
    public static final long SKIP_MONITOR = 1L << 11;
    public static final long SKIP_SLOWLOG = 1L << 12;
    public static final long ASKING = 1L << 13;
    public static final long FAST = 1L << 14;
    public static final long NO_AUTH = 1L << 15;
    public static final long MAY_REPLICATE = 1L << 16;
    public static final long SENTINEL = 1L << 17;
    public static final long ONLY_SENTINEL = 1L << 18;
    public static final long NO_MANDATORY_KEYS = 1L << 19;
    public static final long PROTECTED = 1L << 20;
    public static final long MODULE_GETKEYS = 1L << 21;
    public static final long MODULE_NO_CLUSTER = 1L << 22;
    public static final long NO_ASYNC_LOADING = 1L << 23;
    public static final long NO_MULTI = 1L << 24;
    /** Some keys lie outside first, last and step; derived, never declared. */
    public static final long MOVABLE_KEYS = 1L << 25;
    public static final long ALLOW_BUSY = 1L << 26;
    public static final long MODULE_GETCHANNELS = 1L << 27;
    public static final long TOUCHES_ARBITRARY_KEYS = 1L << 28;
    /** No client may call it or sees that it exists; modules and the append-only file do. */
    public static final long INTERNAL = 1L << 29;

    /** Known to us, not told to clients. */
    public static final long HIDDEN = MAY_REPLICATE | SENTINEL | ONLY_SENTINEL | PROTECTED | MODULE_GETKEYS
        | MODULE_NO_CLUSTER | MODULE_GETCHANNELS | TOUCHES_ARBITRARY_KEYS | INTERNAL;

    static final BitNames NAMES = new BitNames(
        "write", "readonly", "denyoom", "module", "admin", "pubsub", "noscript", null, "blocking", "loading", "stale",
        "skip_monitor", "skip_slowlog", "asking", "fast", "no_auth", "may_replicate", "sentinel", "only_sentinel",
        "no_mandatory_keys", "protected", "module_getkeys", "module_no_cluster", "no_async_loading", "no_multi",
        "movablekeys", "allow_busy", "module_getchannels", "touches_arbitrary_keys", "internal");

    private CommandFlag() {}

    /** The bit of a wire name such as {@code denyoom}; 0 when there is none. */
    public static long named(String name) {
        return NAMES.bit(name);
    }

    /** Wire names of the visible flags, in the order COMMAND replies them. */
    public static String[] names(long flags) {
        return NAMES.of(flags & ~HIDDEN);
    }
}
