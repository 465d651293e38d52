package dev.spinel.engine.keyspace;

import dev.spinel.engine.memory.Arena;
import dev.spinel.engine.memory.Invariant;
import dev.spinel.engine.memory.Relocation;
import dev.spinel.engine.struct.table.TableStatistics;
import java.util.List;

/**
 * What the keyspace must know about one type of value. A data-type room fills in one row and registers it with {@link
 * #register}; the keyspace, DUMP and OBJECT never ask which type it is. The numbers are those of Redis' object types.
 */
public abstract class ValueType {
    public static final int STRING = 0;
    public static final int LIST = 1;
    public static final int SET = 2;
    public static final int SORTED_SET = 3;
    public static final int HASH = 4;
    public static final int MODULE = 5;
    public static final int STREAM = 6;
    public static final int ARRAY = 8;

    /** The time of what does not expire by itself. */
    public static final long NEVER = Long.MAX_VALUE;

    /** See {@link #imageType}. */
    public static final int ON_REACTOR = -1;
    /** See {@link #imageType}. */
    public static final int INEXPRESSIBLE = -2;

    private static final int COUNT = 16;
    private static final ValueType[] TYPES = new ValueType[COUNT];

    private final int code;
    private final String name;

    protected ValueType(int code, String name) {
        this.code = code;
        this.name = name;
    }

    /** Makes the row known to every keyspace of the process. */
    public static void register(ValueType type) {
        TYPES[type.code] = type;
    }

    public static ValueType of(int code) {
        return TYPES[code];
    }

    /** The type that reads objects with this RDB type byte, or null. */
    public static ValueType ofRdbType(int rdbType) {
        for (ValueType type : TYPES) {
            if (type != null && type.readsRdbType(rdbType)) {
                return type;
            }
        }
        return null;
    }

    public final int code() {
        return code;
    }

    /** What TYPE answers for the value in {@code entry}. */
    public String name(long entry) {
        return name;
    }

    /** What OBJECT ENCODING answers. */
    public abstract String encoding(long entry);

    /** Frees everything outside the entry block; only called when the value is a root. */
    public abstract void free(long entry);

    /** The value leaves its key in a database: deleted or overwritten, not moved or flushed. It is freed later. */
    public void onLeave(long entry, int database) {}

    /** Whether {@link #freeSlice} can free such values. */
    public boolean isFreedInSlices() {
        return false;
    }

    /**
     * Frees up to about {@code blocks} blocks of a value with this root, which is in no entry any more. Answers how
     * many of them are left: 0 or less means that the value is not free yet.
     */
    public int freeSlice(long root, int blocks) {
        throw Invariant.broken("a type that is not freed in slices was asked to");
    }

    /**
     * Moves blocks of a value that is a root to fuller slabs, from a place a former call answered or 0, until that is
     * over; answers where to go on, 0 when all were looked at. The value may have changed in between.
     */
    public long relocate(long entry, long from, Relocation relocation) {
        return 0;
    }

    /** At the beginning of a relocation: moves the root, if it is a block nothing else refers to. */
    protected static void relocateRoot(long entry, long from, Relocation relocation) {
        long moved = from == 0 ? relocation.move(Entry.root(entry)) : 0;
        if (moved != 0) {
            Entry.root(entry, moved);
        }
    }

    /** Bytes outside the entry block, exact. */
    public long memoryBytes(long entry) {
        return Entry.isBlock(entry) ? Arena.blockSize(Entry.blockAddress(entry)) : 0;
    }

    /** As {@link #memoryBytes(long)}; a type that estimates looks at so many elements. */
    public long memoryBytes(long entry, long samples) {
        return memoryBytes(entry);
    }

    /** How many steps freeing costs; small values are 1. */
    public long freeEffort(long entry) {
        return 1;
    }

    /** Copies the value of {@code source} to the absent key {@code target}, without its expiry; false if it cannot. */
    public abstract boolean copy(Key source, Key target);

    /** Whether {@link #copy} may fail, and therefore takes a target that exists, and replaces it only when it can. */
    public boolean copiesOver() {
        return false;
    }

    /** Whether {@link #copy} can do anything for such values at all. */
    public boolean isCopyable(long entry) {
        return true;
    }

    /** Elements of a collection, bytes of a string; 0 where that means nothing. */
    public long length(long entry) {
        return 0;
    }

    /** Feeds the value to a digest in the way Redis' DEBUG DIGEST does. */
    public abstract void digest(Key key, ValueDigest digest);

    /** Writes the value as an RDB object, without its type byte. */
    public abstract void save(Key key, ValueSink sink);

    /**
     * Writes the commands that make the value at an absent key, without its expiry: a rewritten AOF. Only for types
     * that are {@link #isSavedByReactor}; the others have {@link #rewriteImage}.
     */
    public void rewrite(Key key, CommandSink sink) {
        throw Invariant.broken("a type with images was asked for commands on the reactor");
    }

    /** The RDB type byte that {@link #save} writes for this value. */
    public abstract int rdbType(long entry);

    /**
     * The RDB type byte that {@link #saveImage} writes for readers of a version. {@link #ON_REACTOR} when only {@link
     * #save} can write such values, {@link #INEXPRESSIBLE} when that version has no way to say them. Any thread.
     */
    public int imageType(EntryImage value, int version) {
        return ON_REACTOR;
    }

    /** Whether values of this type have no images, so that a snapshot is told of changes to them beforehand. */
    public boolean isSavedByReactor() {
        return true;
    }

    /** Name of the module whose value an entry holds; null for the types of the server itself. */
    public String moduleName(long entry) {
        return null;
    }

    /** Writes the value as of the running snapshot as an RDB object, without its type byte. Any thread. */
    public void saveImage(EntryImage value, ValueSink sink) {
        throw Invariant.broken("a type without images was asked for one");
    }

    /**
     * Writes the commands that make the value as of the running snapshot, without its expiry: a rewritten AOF. False,
     * and nothing was written, when there are none that say all of it: then it is a RESTORE. Any thread.
     *
     * @param version of RDB whose readers are to understand the commands
     */
    public boolean rewriteImage(EntryImage value, int version, CommandSink sink) {
        return false;
    }

    /** Gives the elements in the order the type keeps them; false, and nothing given, when SORT does not read it. */
    public boolean forEachElement(Key key, ElementVisitor visitor) {
        return false;
    }

    /** Gives the value of a field; false, and nothing given, when there is none or the type has no fields. */
    public boolean readField(Key key, long address, long length, ElementVisitor visitor) {
        return false;
    }

    /** Stores elements, of which there is at least one, at an absent key without expiry. Only lists can. */
    public void storeElements(Key key, List<byte[]> elements) {
        throw Invariant.broken("a type that stores no plain elements was asked to");
    }

    /** Lower bound of when a part of the value expires, in ms since the epoch; {@link #NEVER} when none does. */
    public long earliestFieldExpiry(long entry) {
        return NEVER;
    }

    /**
     * Removes up to {@code limit} parts of the value that have expired, and the key with the last one, and tells the
     * listeners; answers how many.
     */
    public int expireFields(Key key, int limit) {
        return 0;
    }

    /** Whether {@link #load} reads objects with this RDB type byte. */
    public abstract boolean readsRdbType(int rdbType);

    /**
     * Reads an RDB object, whose type byte was read before, and stores it at an absent key without expiry. False when
     * it makes no sense: then the key is absent still, and nothing is left behind.
     */
    public abstract boolean load(Key key, int rdbType, ValueSource source);

    /** What DEBUG OBJECT adds for this encoding: blank-led {@code name:value} words. */
    public String debugDetails(long entry) {
        return "";
    }

    /** What DEBUG HTSTATS-KEY tells; null for a value that is no hash table. */
    public TableStatistics tableStatistics(long entry) {
        return null;
    }
}
