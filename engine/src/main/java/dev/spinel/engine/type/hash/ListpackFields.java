package dev.spinel.engine.type.hash;

import dev.spinel.engine.keyspace.Entry;
import dev.spinel.engine.keyspace.Key;
import dev.spinel.engine.memory.Arena;
import dev.spinel.engine.memory.Mem;
import dev.spinel.engine.memory.MemoryTag;
import dev.spinel.engine.struct.Blocks;
import dev.spinel.engine.struct.listpack.Element;
import dev.spinel.engine.struct.listpack.Listpack;

/**
 * The listpack of a small hash: pairs, or, once a field was given an expiry, tuples in the order of their expiries.
 * All static over a key that holds one; what changes its size may move it.
 *
 * <pre>
 *   listpack     | field | value | …
 *   listpackex   | field | value | expiry ms, 0 for never | …      by expiry, those without one last
 * </pre>
 *
 * Byte-identical to Redis 7.4. Source: listpackEx in t_hash.c.
 */
final class ListpackFields {
    /** Expiries of fields, in ms since the epoch, lie below. */
    static final long EXPIRY_LIMIT_MS = 1L << 48;
    private static final long NO_EXPIRY = 0;

    private ListpackFields() {}

    static boolean hasExpiries(Key key) {
        return key.encoding() == Entry.LISTPACK_EX;
    }

    /** Elements that make up a field. */
    static int width(Key key) {
        return hasExpiries(key) ? 3 : 2;
    }

    static int count(Key key) {
        return Listpack.count(key.bytesAddress()) / width(key);
    }

    /** Offset of a field, or {@link Listpack#NONE}. */
    static int find(Key key, long address, long length) {
        long lp = key.bytesAddress();
        return Listpack.find(lp, Listpack.first(lp), address, length, width(key) - 1);
    }

    /** Offset of the field behind the one at {@code offset}, or {@link Listpack#NONE}. */
    static int next(Key key, int offset) {
        long lp = key.bytesAddress();
        int value = Listpack.next(lp, offset);
        return Listpack.next(lp, hasExpiries(key) ? Listpack.next(lp, value) : value);
    }

    /** The expiry in the element at {@code offset}, {@link Key#NEVER} for none. */
    static long expireAt(long lp, int offset) {
        long whenMs = Listpack.integer(lp, offset);
        return whenMs == NO_EXPIRY ? Key.NEVER : whenMs;
    }

    /** The first expiry of all; {@link Key#NEVER} when there is none. */
    static long earliest(long lp) {
        return Listpack.isEmpty(lp) ? Key.NEVER : expireAt(lp, Listpack.seek(lp, 2));
    }

    /** Whether the elements of a valid listpack make up tuples with an expiry, in order. */
    static boolean isValid(long lp) {
        if (Listpack.count(lp) % 3 != 0) {
            return false;
        }
        long earlier = 0;
        int offset = Listpack.first(lp);
        while (offset != Listpack.NONE) {
            int expiryAt = Listpack.next(lp, Listpack.next(lp, offset));
            if (!Listpack.isInteger(lp, expiryAt)) {
                return false;
            }
            long expiry = Listpack.integer(lp, expiryAt);
            if (expiry < 0 || expiry >= EXPIRY_LIMIT_MS) {
                return false;
            }
            long order = expiry == NO_EXPIRY ? EXPIRY_LIMIT_MS : expiry;
            if (order < earlier) {
                return false;
            }
            earlier = order;
            offset = Listpack.next(lp, expiryAt);
        }
        return true;
    }

    /** Appends a field without expiry. */
    static void append(Key key, long field, long fieldLength, long value, long valueLength) {
        boolean hasExpiries = hasExpiries(key);
        long lp = roomFor(key, Element.stringBytes(field, fieldLength) + Element.stringBytes(value, valueLength)
            + (hasExpiries ? Element.integerBytes(NO_EXPIRY) : 0));
        Listpack.appendString(lp, field, fieldLength);
        Listpack.appendString(lp, value, valueLength);
        if (hasExpiries) {
            Listpack.appendInteger(lp, NO_EXPIRY);
        }
    }

    /** Replaces the value of the field at {@code offset}, which keeps its expiry. */
    static void setValue(Key key, int offset, long value, long valueLength) {
        long lp = key.bytesAddress();
        int valueAt = Listpack.next(lp, offset);
        long grown = Element.stringBytes(value, valueLength) - Listpack.elementBytes(lp, valueAt);
        lp = roomFor(key, Math.max(grown, 0));
        Listpack.replaceString(lp, valueAt, value, valueLength);
        if (grown < 0) {
            key.resizeBytes(Listpack.bytes(lp));
        }
    }

    static void remove(Key key, int offset) {
        long lp = key.bytesAddress();
        Listpack.deleteRange(lp, offset, width(key));
        key.resizeBytes(Listpack.bytes(lp));
    }

    /** Sets when the field at {@code offset} of a listpackex expires, or {@link Key#NEVER}; it changes its place. */
    static void setExpiry(Key key, int offset, long atMs) {
        long expiry = atMs == Key.NEVER ? NO_EXPIRY : atMs;
        long lp = key.bytesAddress();
        int expiryAt = Listpack.next(lp, Listpack.next(lp, offset));
        long grown = Element.integerBytes(expiry) - Listpack.elementBytes(lp, expiryAt);
        lp = roomFor(key, Math.max(grown, 0));
        Listpack.replaceInteger(lp, expiryAt, expiry);
        move(lp, offset, Listpack.after(lp, expiryAt), expiry);
        if (grown < 0) {
            key.resizeBytes(Listpack.bytes(lp));
        }
    }

    /** Moves a field before the first other one that does not expire earlier. */
    private static void move(long lp, int offset, int end, long expiry) {
        int to = Listpack.end(lp);
        int at = expiry == NO_EXPIRY ? to : Listpack.first(lp);
        while (at < to) {
            int expiryAt = Listpack.next(lp, Listpack.next(lp, at));
            long other = Listpack.integer(lp, expiryAt);
            if (at != offset && (other == NO_EXPIRY || other >= expiry)) {
                break;
            }
            at = Listpack.after(lp, expiryAt);
        }
        if (at != offset && at != end) {
            long scratch = Blocks.allocate(MemoryTag.SERVER, end - offset);
            Listpack.moveRange(lp, offset, end, at, scratch);
            Arena.free(scratch);
        }
    }

    /** Makes tuples of pairs, none of which expires. */
    static void widen(Key key) {
        long pairs = key.bytesAddress();
        int count = count(key);
        long bytes = Listpack.bytes(pairs) + count * Element.integerBytes(NO_EXPIRY);
        long wide = Blocks.allocate(MemoryTag.SERVER, bytes);
        Listpack.init(wide);
        int from = Listpack.first(pairs);
        for (int i = 0; i < count; i++) {
            int end = Listpack.after(pairs, Listpack.next(pairs, from));
            Listpack.appendRange(wide, pairs, from, end, 2);
            Listpack.appendInteger(wide, NO_EXPIRY);
            from = end;
        }
        Mem.copy(wide, key.resizeBytes(bytes), bytes);
        Arena.free(wide);
        key.encoding(Entry.LISTPACK_EX);
    }

    private static long roomFor(Key key, long bytes) {
        return key.resizeBytes(Listpack.bytes(key.bytesAddress()) + bytes);
    }
}
