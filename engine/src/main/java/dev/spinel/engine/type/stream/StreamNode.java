package dev.spinel.engine.type.stream;

import dev.spinel.engine.struct.listpack.Listpack;

/**
 * Layout of one node of a stream: a listpack whose elements are the master entry and then entries. All static; the
 * address is that of the listpack. The id of the master entry is the key of the node.
 *
 * <pre>
 *   master   | live | deleted | fields n | field xn | 0 |
 *   entry    | flags | ms - master's | seq - master's | value xn | size |                     flags with 2: same fields
 *            | flags | ms - master's | seq - master's | fields m | (field | value) xm | size |
 *
 *   live, deleted   entries of either kind; a deleted one is still there, its flags have 1
 *   size            elements of the entry before this one: the way back
 * </pre>
 *
 * Source: t_stream.c, byte for byte.
 */
final class StreamNode {
    static final int DELETED = 1;
    static final int SAME_FIELDS = 2;
    /** Elements of an entry that are there in any case, the size not counted. */
    static final int FIXED_ELEMENTS = 3;
    /** Most bytes an integer element takes. */
    static final int INTEGER_BYTES = 11;
    /** Most bytes a string element takes beyond its text. */
    static final int STRING_OVERHEAD = 10;

    private StreamNode() {}

    static long bytes(long lp) {
        return Listpack.bytes(lp);
    }

    static long live(long lp) {
        return Listpack.integer(lp, Listpack.first(lp));
    }

    /** Entries, the deleted ones included. */
    static long entries(long lp) {
        int at = Listpack.first(lp);
        return Listpack.integer(lp, at) + Listpack.integer(lp, Listpack.after(lp, at));
    }

    /** Offset of the number of fields of the master entry. */
    static int fieldCountAt(long lp) {
        return Listpack.after(lp, Listpack.after(lp, Listpack.first(lp)));
    }

    /** Changes the counts; needs {@link #INTEGER_BYTES} of room for each. */
    static void addCounts(long lp, long live, long deleted) {
        int at = Listpack.first(lp);
        Listpack.replaceInteger(lp, at, Listpack.integer(lp, at) + live);
        if (deleted != 0) {
            int next = Listpack.after(lp, at);
            Listpack.replaceInteger(lp, next, Listpack.integer(lp, next) + deleted);
        }
    }

    /** Sets the flag of an entry; nothing moves. */
    static void markDeleted(long lp, int entryAt) {
        Listpack.replaceInteger(lp, entryAt, Listpack.integer(lp, entryAt) | DELETED);
    }

    /** Whether bytes from elsewhere, which are a listpack, are a node. */
    static boolean isValid(long lp) {
        int end = Listpack.end(lp);
        int at = Listpack.first(lp);
        if (at == Listpack.NONE || Listpack.count(lp) < FIXED_ELEMENTS + 1 || !areIntegers(lp, at, FIXED_ELEMENTS)) {
            return false;
        }
        long entries = entries(lp);
        at = fieldCountAt(lp);
        long fields = Listpack.integer(lp, at);
        at = skip(lp, Listpack.after(lp, at), fields);
        if (fields < 0 || live(lp) < 0 || live(lp) > entries || !isInteger(lp, at, 0)) {
            return false;
        }
        at = Listpack.after(lp, at);
        for (long i = 0; i < entries; i++) {
            at = afterEntry(lp, at, fields);
            if (at == Listpack.NONE) {
                return false;
            }
        }
        return at == end;
    }

    /** Checks one entry; the offset behind it, or none when it makes no sense. */
    private static int afterEntry(long lp, int entry, long masterFields) {
        if (!areIntegers(lp, entry, FIXED_ELEMENTS)) {
            return Listpack.NONE;
        }
        long flags = Listpack.integer(lp, entry);
        if ((flags & ~(DELETED | SAME_FIELDS)) != 0) {
            return Listpack.NONE;
        }
        boolean isSame = (flags & SAME_FIELDS) != 0;
        int at = skip(lp, entry, FIXED_ELEMENTS);
        long size = FIXED_ELEMENTS + masterFields;
        long texts = masterFields;
        if (!isSame) {
            if (!areIntegers(lp, at, 1)) {
                return Listpack.NONE;
            }
            long fields = Listpack.integer(lp, at);
            if (fields < 0 || fields > Listpack.MAX_BYTES) {
                return Listpack.NONE;
            }
            at = Listpack.after(lp, at);
            texts = 2 * fields;
            size = FIXED_ELEMENTS + 1 + texts;
        }
        at = skip(lp, at, texts);
        return isInteger(lp, at, size) ? Listpack.after(lp, at) : Listpack.NONE;
    }

    private static boolean areIntegers(long lp, int offset, int count) {
        int at = offset;
        for (int i = 0; i < count; i++) {
            if (at == Listpack.end(lp) || !Listpack.isInteger(lp, at)) {
                return false;
            }
            at = Listpack.after(lp, at);
        }
        return true;
    }

    private static boolean isInteger(long lp, int at, long value) {
        return areIntegers(lp, at, 1) && Listpack.integer(lp, at) == value;
    }

    /** The offset behind a number of elements, or that of the end. */
    private static int skip(long lp, int offset, long elements) {
        int end = Listpack.end(lp);
        int at = offset;
        for (long i = 0; i < elements && at < end; i++) {
            at = Listpack.after(lp, at);
        }
        return at;
    }
}
