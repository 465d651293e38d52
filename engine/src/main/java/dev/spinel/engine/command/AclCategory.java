package dev.spinel.engine.command;

/** The categories of ACL rules ({@code +@hash}) a command belongs to: bits of {@link CommandFacts#categories()}. */
public final class AclCategory {
    public static final long KEYSPACE = 1L;
    public static final long READ = 1L << 1;
    public static final long WRITE = 1L << 2;
    public static final long SET = 1L << 3;
    public static final long SORTEDSET = 1L << 4;
    public static final long LIST = 1L << 5;
    public static final long HASH = 1L << 6;
    public static final long STRING = 1L << 7;
    public static final long BITMAP = 1L << 8;
    public static final long HYPERLOGLOG = 1L << 9;
    public static final long GEO = 1L << 10;
    public static final long STREAM = 1L << 11;
    public static final long PUBSUB = 1L << 12;
    public static final long ADMIN = 1L << 13;
    public static final long FAST = 1L << 14;
    public static final long SLOW = 1L << 15;
    public static final long BLOCKING = 1L << 16;
    public static final long DANGEROUS = 1L << 17;
    public static final long CONNECTION = 1L << 18;
    public static final long TRANSACTION = 1L << 19;
    public static final long SCRIPTING = 1L << 20;
    /** Since Redis 8.8; the first bit an older ACL CAT does not list. */
    public static final long ARRAY = 1L << 21;

    static final BitNames NAMES = new BitNames(
        "keyspace", "read", "write", "set", "sortedset", "list", "hash", "string", "bitmap", "hyperloglog", "geo",
        "stream", "pubsub", "admin", "fast", "slow", "blocking", "dangerous", "connection", "transaction",
        "scripting", "array");

    private AclCategory() {}

    /** The bit of a name without its {@code @}; 0 when there is none. */
    public static long named(String name) {
        return NAMES.bit(name);
    }

    /** Names without {@code @}, in the order ACL CAT and COMMAND reply them. */
    public static String[] names(long categories) {
        return NAMES.of(categories);
    }

    /** {@code declared} and what the flags imply: every command is exactly one of fast and slow. */
    public static long withImplied(long declared, long flags) {
        long categories = declared;
        if ((flags & CommandFlag.WRITE) != 0) categories |= WRITE;
        if ((flags & CommandFlag.READONLY) != 0 && (declared & SCRIPTING) == 0) categories |= READ;
        if ((flags & CommandFlag.ADMIN) != 0) categories |= ADMIN | DANGEROUS;
        if ((flags & CommandFlag.PUBSUB) != 0) categories |= PUBSUB;
        if ((flags & CommandFlag.FAST) != 0) categories |= FAST;
        if ((flags & CommandFlag.BLOCKING) != 0) categories |= BLOCKING;
        return (categories & FAST) != 0 ? categories : categories | SLOW;
    }
}
