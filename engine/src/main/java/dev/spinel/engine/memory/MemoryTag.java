package dev.spinel.engine.memory;

/**
 * Who owns a block. Every block of the arena carries one tag, and {@code used_memory} is the sum over all of them.
 * Fixed tags are the constants; a module gets its own through {@link #register}.
 */
public final class MemoryTag {
    /** Tables of keys: buckets, directories. Never read by a snapshot, so never preserved for one. */
    public static final int TABLE = 0;
    /** One block per key. Allocated through {@link Arena#allocateEntry}. */
    public static final int ENTRY = 1;
    /** Parts of values outside their entry. */
    public static final int VALUE = 2;
    public static final int QUERY_BUFFER = 3;
    public static final int REPLY_BUFFER = 4;
    public static final int CLIENT = 5;
    /** Fixed server structures and scratch space. */
    public static final int SERVER = 6;
    public static final int PUBSUB = 7;
    /** Propagation backlog and AOF buffers. */
    public static final int JOURNAL = 8;

    private MemoryTag() {}
}
