package dev.spinel.engine.type.sortedset;

import dev.spinel.engine.keyspace.Entry;
import dev.spinel.engine.keyspace.FreeValue;
import dev.spinel.engine.keyspace.Key;
import dev.spinel.engine.keyspace.ValueSlot;
import dev.spinel.engine.keyspace.ValueType;
import dev.spinel.engine.memory.Mem;
import dev.spinel.engine.struct.listpack.Decimal;
import dev.spinel.engine.struct.listpack.Element;
import dev.spinel.engine.struct.listpack.Listpack;
import dev.spinel.engine.struct.table.SipHash;
import dev.spinel.engine.struct.tree.ScoreTree;
import dev.spinel.engine.struct.tree.ScoreTreeCursor;

/**
 * One sorted set in either encoding: under a key, or free while a result is put together. A flyweight; bytes handed in
 * must not lie inside the set. Places are ranks, from 0 for the lowest. It never removes its key: who empties a sorted
 * set deletes the key.
 *
 * <pre>
 *   buffer   0                 24               48
 *            | text of a place | text to compare | text of a score |
 * </pre>
 */
public final class SortedSetValue implements FreeValue {
    /** Bytes of the buffer that {@link #open} needs. */
    public static final int BUFFER_BYTES = 96;

    private static final int COMPARED_OFFSET = 24;
    private static final int SCORE_OFFSET = 48;

    private final SortedSetLimits limits;
    private final ValueSlot slot = new ValueSlot(ValueType.SORTED_SET);
    private final ScoreTree tree;
    private final SortedSetCursor place = new SortedSetCursor();
    private long buffer;
    private boolean keepsZeroSigns;
    private boolean isUnsettled;

    public SortedSetValue(SipHash hasher, SortedSetLimits limits) {
        this.limits = limits;
        tree = new ScoreTree(hasher);
    }

    /** Lays the flyweight over a key that is a sorted set or absent. {@code scratch} is the buffer. */
    public SortedSetValue open(Key key, long scratch) {
        slot.open(key);
        buffer = scratch;
        keepsZeroSigns = false;
        return this;
    }

    /** Starts a sorted set without a key: store it with {@link #storeAt} or {@link #discard} it. */
    public SortedSetValue openFree(long scratch) {
        slot.openFree();
        buffer = scratch;
        keepsZeroSigns = false;
        return this;
    }

    /** A score of minus zero, which a listpack forgets, is kept until this free sorted set is stored. */
    void keepZeroSigns() {
        keepsZeroSigns = true;
        isUnsettled = false;
    }

    /** Whether a score must not go to a listpack now. */
    private boolean isForTree(double score) {
        return keepsZeroSigns && score == 0 && 1 / score < 0;
    }

    ValueSlot slot() {
        return slot;
    }

    long buffer() {
        return buffer;
    }

    boolean isTree() {
        return slot.encoding() == Entry.SKIPLIST;
    }

    boolean isAbsent() {
        return slot.encoding() == ValueSlot.ABSENT;
    }

    ScoreTree tree() {
        return tree.open(slot.root());
    }

    /** Number of members. */
    @Override
    public long count() {
        if (isAbsent()) {
            return 0;
        }
        return isTree() ? tree().count() : Listpack.count(slot.address()) / 2;
    }

    /** Puts the cursor on a member; whether there is one. */
    public boolean find(SortedSetCursor cursor, long member, long length) {
        if (isAbsent()) {
            return false;
        }
        if (isTree()) {
            return cursor.bindTree(this) && tree().find(cursor.place(), member, length);
        }
        long lp = slot.address();
        return cursor.moveTo(this, Listpack.find(lp, Listpack.first(lp), member, length, 1));
    }

    /** Puts the cursor on the member with this rank; false if there is none. */
    public boolean seek(SortedSetCursor cursor, long rank) {
        if (rank < 0 || rank >= count()) {
            return false;
        }
        if (isTree()) {
            return cursor.bindTree(this) && tree().seekRank(cursor.place(), rank);
        }
        return cursor.moveTo(this, Listpack.seek(slot.address(), rank * 2));
    }

    /** Whether a scan has several steps; otherwise one walk is all of it. */
    boolean isScanned() {
        return isTree();
    }

    /** Begins a step of a scan of a tree, to be walked with {@link #nextScanned}; the next cursor, 0 at the end. */
    long beginScan(SortedSetCursor cursor, long scanCursor) {
        cursor.bindTree(this);
        return tree().beginScan(cursor.place(), scanCursor);
    }

    /** Members of the step that was begun. */
    int scanned(SortedSetCursor cursor) {
        return tree().scanned(cursor.place());
    }

    boolean nextScanned(SortedSetCursor cursor) {
        return tree().nextScanned(cursor.place());
    }

    /** Number of members before the one the cursor is on. */
    long rank(SortedSetCursor cursor) {
        if (isTree()) {
            return tree().rank(cursor.place());
        }
        long lp = slot.address();
        long rank = 0;
        for (int at = Listpack.first(lp); at != cursor.offset(); at = nextPair(lp, at)) {
            rank++;
        }
        return rank;
    }

    /** Number of members whose score is below the given one, or equal to it where {@code orEqual}. */
    public long countBelow(double score, boolean orEqual) {
        if (isAbsent()) {
            return 0;
        }
        if (isTree()) {
            return tree().countBelow(score, orEqual);
        }
        long lp = slot.address();
        long count = 0;
        for (int at = Listpack.first(lp); at != Listpack.NONE; at = nextPair(lp, at)) {
            double here = scoreAt(lp, Listpack.next(lp, at));
            if (orEqual ? here > score : here >= score) {
                return count;
            }
            count++;
        }
        return count;
    }

    /**
     * Number of members that are below the given one, or equal to it where {@code orEqual}. All scores are the same.
     */
    public long countBelow(long member, long length, boolean orEqual) {
        if (count() == 0) {
            return 0;
        }
        if (isTree()) {
            seek(place, 0);
            long below = tree().countBelow(place.score(), member, length);
            return below + (orEqual && find(place, member, length) ? 1 : 0);
        }
        long lp = slot.address();
        long count = 0;
        for (int at = Listpack.first(lp); at != Listpack.NONE; at = nextPair(lp, at)) {
            int order = compare(lp, at, member, length);
            if (orEqual ? order > 0 : order >= 0) {
                return count;
            }
            count++;
        }
        return count;
    }

    /** Order of the element of a listpack and some bytes. */
    private int compare(long lp, int offset, long member, long length) {
        long text = buffer + COMPARED_OFFSET;
        boolean isInteger = Listpack.isInteger(lp, offset);
        long textLength = isInteger
                ? Decimal.write(Listpack.integer(lp, offset), text) : Listpack.stringLength(lp, offset);
        return Mem.compare(isInteger ? text : Listpack.stringAddress(lp, offset), textLength, member, length);
    }

    static int nextPair(long lp, int offset) {
        return Listpack.next(lp, Listpack.next(lp, offset));
    }

    /** The score that the element of a listpack is. */
    static double scoreAt(long lp, int offset) {
        if (Listpack.isInteger(lp, offset)) {
            return Listpack.integer(lp, offset);
        }
        return Scores.parse(Listpack.stringAddress(lp, offset), Listpack.stringLength(lp, offset));
    }

    /** Tells that so many members are about to be added, and how long the first is: a large set is a tree at once. */
    public void expect(long members, long firstLength) {
        if (isAbsent()) {
            if (limits.fit(Math.max(members, 1), firstLength)) {
                createListpack();
            } else {
                slot.putRoot(Entry.SKIPLIST, ScoreTree.create());
            }
        } else if (!isTree() && !limits.fit(members, 0)) {
            toTree();
        }
    }

    private void createListpack() {
        long lp = ValueSlot.allocate(Listpack.EMPTY_BYTES);
        Listpack.init(lp);
        slot.putBytes(Entry.LISTPACK, lp, Listpack.EMPTY_BYTES);
    }

    /** Adds a member that is not there. */
    public void insert(double score, long member, long length) {
        if (isAbsent()) {
            expect(1, length);
        }
        if (!isTree()) {
            isUnsettled |= isForTree(score);
            if (!isForTree(score) && limits.fit(count() + 1, length)
                && slot.bytes() + Element.stringBytes(member, length) + BUFFER_BYTES <= Listpack.MAX_BYTES) {
                insertPair(score, member, length);
                return;
            }
            toTree();
        }
        tree().insert(score, member, length);
    }

    private void insertPair(double score, long member, long length) {
        boolean isInteger = Scores.isInteger(score);
        long text = buffer + SCORE_OFFSET;
        byte[] digits = isInteger ? null : Scores.text(score);
        if (!isInteger) {
            Mem.initCopyIn(digits, 0, text, digits.length);
        }
        int at = offsetFor(score, member, length);
        long scoreBytes = isInteger ? Element.integerBytes((long) score) : Element.stringBytes(text, digits.length);
        long lp = slot.resize(slot.bytes() + Element.stringBytes(member, length) + scoreBytes);
        Listpack.insertString(lp, at, member, length);
        int after = Listpack.after(lp, at);
        if (isInteger) {
            Listpack.insertInteger(lp, after, (long) score);
        } else {
            Listpack.insertString(lp, after, text, digits.length);
        }
    }

    /** Makes a tree a listpack that is one only because of the sign of a zero. */
    private void settle() {
        long longest = 0;
        for (boolean more = seek(place, 0); more; more = place.next()) {
            longest = Math.max(longest, place.length());
        }
        if (!limits.fit(count(), longest)) {
            return;
        }
        keepsZeroSigns = false;
        long root = slot.takeRoot();
        createListpack();
        ScoreTreeCursor members = new ScoreTreeCursor();
        for (boolean more = tree.open(root).seekRank(members, 0); more; more = tree.open(root).next(members)) {
            insertPair(members.score(), members.memberAddress(), members.memberLength());
        }
        ScoreTree.free(root);
    }

    /** Where in the listpack a pair belongs. */
    private int offsetFor(double score, long member, long length) {
        long lp = slot.address();
        for (int at = Listpack.first(lp); at != Listpack.NONE; at = nextPair(lp, at)) {
            double here = scoreAt(lp, Listpack.next(lp, at));
            if (here > score || here == score && compare(lp, at, member, length) > 0) {
                return at;
            }
        }
        return Listpack.end(lp);
    }

    /** Leaves the text of a place alone, where the member to be added may be. */
    private void toTree() {
        long root = ScoreTree.create();
        long lp = slot.address();
        for (int at = Listpack.first(lp); at != Listpack.NONE; at = nextPair(lp, at)) {
            boolean isInteger = Listpack.isInteger(lp, at);
            long text = isInteger ? buffer + COMPARED_OFFSET : Listpack.stringAddress(lp, at);
            long length = isInteger ? Decimal.write(Listpack.integer(lp, at), text) : Listpack.stringLength(lp, at);
            tree.open(root).insert(scoreAt(lp, Listpack.next(lp, at)), text, length);
        }
        slot.putRoot(Entry.SKIPLIST, root);
    }

    /** Changes the score of the member the cursor is on, whose bytes are given. The cursor becomes invalid. */
    public void setScore(SortedSetCursor cursor, double score, long member, long length) {
        if (isTree()) {
            tree().setScore(cursor.place(), score);
        } else {
            Listpack.deleteRange(slot.address(), cursor.offset(), 2);
            slot.resize(Listpack.bytes(slot.address()));
            insert(score, member, length);
        }
    }

    /** Removes a member; whether it was there. */
    public boolean remove(long member, long length) {
        if (isAbsent()) {
            return false;
        }
        if (isTree()) {
            return tree().remove(member, length);
        }
        boolean isThere = find(place, member, length);
        if (isThere) {
            removePairs(place.offset(), 1);
        }
        return isThere;
    }

    private void removePairs(int offset, long pairs) {
        long lp = slot.address();
        Listpack.deleteRange(lp, offset, pairs * 2);
        slot.resize(Listpack.bytes(lp));
    }

    /** Removes {@code members}, which are there, from a rank on. */
    void removeRange(long rank, long members) {
        if (isTree()) {
            tree().removeRange(rank, members);
        } else if (members > 0) {
            removePairs(Listpack.seek(slot.address(), rank * 2), members);
        }
    }

    @Override
    public void storeAt(Key key) {
        if (keepsZeroSigns && isUnsettled) {
            settle();
        }
        slot.storeAt(key);
    }

    @Override
    public void discard() {
        if (isTree()) {
            ScoreTree.free(slot.takeRoot());
        } else {
            slot.discardBytes();
        }
    }

    /** Copies the sorted set to an absent key. */
    void copyTo(Key target) {
        if (isTree()) {
            target.putRoot(ValueType.SORTED_SET, Entry.SKIPLIST, tree().copy(), 0, Key.NEVER);
        } else {
            slot.copyBytes(target);
        }
    }

    /**
     * Takes a block over that is a listpack of pairs; a free sorted set only. False when its pairs are not in order.
     */
    boolean adopt(long block, long bytes) {
        slot.putBytes(Entry.LISTPACK, block, bytes);
        long count = Listpack.count(block);
        if (count % 2 != 0) {
            return false;
        }
        long longest = 0;
        boolean isOrdered = true;
        double last = Double.NEGATIVE_INFINITY;
        for (int at = Listpack.first(block); at != Listpack.NONE && isOrdered; at = nextPair(block, at)) {
            double score = scoreAt(block, Listpack.next(block, at));
            isOrdered = score >= last;
            last = score;
            longest = Math.max(longest, Listpack.textLength(block, at));
        }
        if (isOrdered && !limits.fit(count / 2, longest)) {
            toTree();
        }
        return isOrdered;
    }
}
