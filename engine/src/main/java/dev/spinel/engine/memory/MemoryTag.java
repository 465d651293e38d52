package dev.spinel.engine.memory;

import java.util.Arrays;

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
    /** What a running snapshot keeps alive: preserved granules and bitmaps, freed but still wanted ranges. */
    public static final int SNAPSHOT = 9;
    /** The arena's own records about memory in use. */
    public static final int ARENA = 10;

    /** As {@link #ARENA}, for memory of shared tags. */
    public static final int ARENA_SHARED = 11;

    /** Below this are fixed tags, from here on registered ones. */
    public static final int FIRST_REGISTERED = 32;
    /** Tags are in {@code [0, COUNT)}. */
    public static final int COUNT = TagCounters.TAG_COUNT;

    private static final String[] FIXED_NAMES = {
        "table", "entry", "value", "query-buffer", "reply-buffer", "client", "server", "pubsub", "journal", "snapshot",
        "arena", "arena-shared"
    };
    private static String[] registeredNames = new String[8];
    private static volatile int limit = FIXED_NAMES.length;

    private MemoryTag() {}

    /**
     * A new tag. Blocks of a shared tag may be allocated and freed by any thread, at the price of a lock per
     * operation; the others belong to the reactor. Reactor thread. Fails when all {@link #COUNT} are taken.
     */
    public static int register(String name, boolean shared) {
        int slot = 0;
        while (slot < registeredNames.length && registeredNames[slot] != null) {
            slot++;
        }
        int tag = FIRST_REGISTERED + slot;
        if (tag == COUNT) throw new IllegalStateException("all memory tags are taken");
        if (slot == registeredNames.length) {
            registeredNames = Arrays.copyOf(registeredNames, 2 * slot);
        }
        registeredNames[slot] = name;
        TagCounters.shared(tag, shared);
        TagCounters.resetPeak(tag);
        limit = Math.max(limit, tag + 1);
        return tag;
    }

    /** Forgets a registered tag whose blocks were all freed; see {@link Arena#releaseTag}. Reactor thread. */
    public static void unregister(int tag) {
        Invariant.check(isRegistered(tag), "unregister of a tag that is not registered");
        Invariant.check(TagCounters.blocks(tag) == 0, "unregister of a tag with live blocks");
        Arena.releaseTag(tag);
        registeredNames[tag - FIRST_REGISTERED] = null;
        TagCounters.shared(tag, false);
        TagCounters.resetPeak(tag);
    }

    /** The name a tag was registered with; of a fixed tag, its word in reports. */
    public static String name(int tag) {
        if (tag < FIXED_NAMES.length) return FIXED_NAMES[tag];
        return isRegistered(tag) ? registeredNames[tag - FIRST_REGISTERED] : "none";
    }

    /** All tags that exist are below this number; some below it may not exist. */
    public static int limit() {
        return limit;
    }

    /** Whether the blocks of a tag hold what a snapshot reads. */
    static boolean isPreserved(int tag) {
        return tag == ENTRY || tag == VALUE;
    }

    /** The tag that counts the records about blocks of a tag. */
    static int records(int tag) {
        return TagCounters.isShared(tag) ? ARENA_SHARED : ARENA;
    }

    /** Keeps {@link #limit} above every tag that has blocks. */
    static void note(int tag) {
        if (tag >= limit) limit = tag + 1;
    }

    private static boolean isRegistered(int tag) {
        int slot = tag - FIRST_REGISTERED;
        return slot >= 0 && slot < registeredNames.length && registeredNames[slot] != null;
    }
}
