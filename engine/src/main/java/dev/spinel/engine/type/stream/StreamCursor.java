package dev.spinel.engine.type.stream;

import dev.spinel.engine.struct.listpack.Listpack;
import dev.spinel.engine.struct.listpack.ListpackReader;
import dev.spinel.engine.struct.tree.IdCursor;
import dev.spinel.engine.struct.tree.IdTree;

/**
 * A walk over the entries of a stream within a range of ids, in either direction. A reusable flyweight; void when the
 * stream changes, except by {@link StreamValue#deleteAt}. Call {@link #next} for an entry and then {@link #nextField}
 * for each of its fields.
 */
public final class StreamCursor {
    private final IdCursor node = new IdCursor();
    private final ListpackReader field = new ListpackReader();
    private final ListpackReader value = new ListpackReader();
    private long root;
    private long startMs;
    private long startSeq;
    private long endMs;
    private long endSeq;
    private boolean isReverse;
    private boolean withDeleted;
    private boolean isStarted;
    /** The node the walk is in, 0 for between nodes. */
    private long lp;
    private long masterFields;
    private int masterFieldAt;
    /** Offset of the entry's flags, and of what is read next in it. */
    private int entryAt;
    private int at;
    /** Elements of the entry from {@link #at} on, its size included. */
    private long elementsLeft;
    private int nameAt;
    private long flags;
    private long fieldCount;
    private long ms;
    private long seq;

    /** Starts a walk over the entries from start to end, both included. */
    public StreamCursor range(StreamValue stream, StreamId start, StreamId end, boolean reverse) {
        return range(stream.root(), start.ms(), start.seq(), end.ms(), end.seq(), reverse);
    }

    StreamCursor range(long streamRoot, long fromMs, long fromSeq, long toMs, long toSeq, boolean reverse) {
        root = streamRoot;
        startMs = fromMs;
        startSeq = fromSeq;
        endMs = toMs;
        endSeq = toSeq;
        isReverse = reverse;
        withDeleted = false;
        isStarted = false;
        lp = 0;
        return this;
    }

    /** Starts a walk over all entries. */
    StreamCursor all(long streamRoot, boolean reverse) {
        return range(streamRoot, 0, 0, -1, -1, reverse);
    }

    /** Puts the cursor on one entry; false if it is not there. */
    boolean find(long streamRoot, long entryMs, long entrySeq) {
        return range(streamRoot, entryMs, entrySeq, entryMs, entrySeq, false).next();
    }

    /** Deleted entries, of which the nodes still know, are met, too. */
    StreamCursor withDeleted() {
        withDeleted = true;
        return this;
    }

    public long ms() {
        return ms;
    }

    public long seq() {
        return seq;
    }

    /** Number of fields of the entry. */
    public long fieldCount() {
        return fieldCount;
    }

    boolean isDeleted() {
        return (flags & StreamNode.DELETED) != 0;
    }

    /** The name of the field read last. */
    public ListpackReader field() {
        return field;
    }

    /** The value of the field read last. */
    public ListpackReader value() {
        return value;
    }

    /** Goes to the next entry of the range; false behind the last one. */
    public boolean next() {
        for (;;) {
            if (lp == 0 && !nextNode()) {
                return false;
            }
            boolean isThere = isReverse ? stepBack() : step();
            if (!isThere) {
                lp = 0;
            } else if (isBeyond()) {
                lp = 0;
                return false;
            } else if ((withDeleted || !isDeleted()) && !isBefore()) {
                return true;
            }
        }
    }

    private boolean isBeyond() {
        return isReverse ? isBelowStart() : isAboveEnd();
    }

    private boolean isBefore() {
        return isReverse ? isAboveEnd() : isBelowStart();
    }

    private boolean isBelowStart() {
        return StreamId.compare(ms, seq, startMs, startSeq) < 0;
    }

    private boolean isAboveEnd() {
        return StreamId.compare(ms, seq, endMs, endSeq) > 0;
    }

    private boolean nextNode() {
        boolean isThere;
        long nodes = StreamRoot.nodes(root);
        if (isStarted) {
            isThere = node.isOnRecord() && (isReverse ? IdTree.previous(nodes, node) : IdTree.next(nodes, node));
        } else if (isReverse) {
            isThere = IdTree.floor(nodes, endMs, endSeq, node);
        } else {
            isThere = IdTree.floor(nodes, startMs, startSeq, node) || IdTree.first(nodes, node);
        }
        isStarted = true;
        if (isThere) {
            openNode();
        }
        return isThere;
    }

    private void openNode() {
        lp = StreamRoot.node(node);
        int countAt = StreamNode.fieldCountAt(lp);
        masterFields = Listpack.integer(lp, countAt);
        masterFieldAt = Listpack.after(lp, countAt);
        if (isReverse) {
            entryAt = Listpack.end(lp);
        } else {
            at = masterFieldAt;
            elementsLeft = masterFields + 1;
        }
    }

    /** Goes to the next entry of the node. */
    private boolean step() {
        long here = lp;
        int offset = at;
        for (long i = elementsLeft; i > 0; i--) {
            offset = Listpack.after(here, offset);
        }
        if (offset == Listpack.end(here)) {
            return false;
        }
        readEntry(offset);
        return true;
    }

    /** Goes to the previous entry of the node. */
    private boolean stepBack() {
        int offset = Listpack.previous(lp, entryAt);
        long size = Listpack.integer(lp, offset);
        if (size == 0) {
            return false;
        }
        for (long i = size; i > 0; i--) {
            offset = Listpack.previous(lp, offset);
        }
        readEntry(offset);
        return true;
    }

    private void readEntry(int offset) {
        entryAt = offset;
        flags = Listpack.integer(lp, offset);
        int msAt = Listpack.after(lp, offset);
        int seqAt = Listpack.after(lp, msAt);
        ms = node.high() + Listpack.integer(lp, msAt);
        seq = node.low() + Listpack.integer(lp, seqAt);
        at = Listpack.after(lp, seqAt);
        if (hasSameFields()) {
            fieldCount = masterFields;
            elementsLeft = masterFields + 1;
            nameAt = masterFieldAt;
        } else {
            fieldCount = Listpack.integer(lp, at);
            elementsLeft = fieldCount * 2 + 1;
            at = Listpack.after(lp, at);
        }
    }

    private boolean hasSameFields() {
        return (flags & StreamNode.SAME_FIELDS) != 0;
    }

    /** Reads the next field of the entry; at most {@link #fieldCount} times. */
    public void nextField() {
        if (hasSameFields()) {
            field.read(lp, nameAt);
            nameAt = Listpack.after(lp, nameAt);
        } else {
            field.read(lp, at);
            at = Listpack.after(lp, at);
            elementsLeft--;
        }
        value.read(lp, at);
        at = Listpack.after(lp, at);
        elementsLeft--;
    }

    /** Puts the cursor on the last entry, deleted or not, of the node with an id; false if the node has none. */
    boolean lastOfNode(long streamRoot, long nodeMs, long nodeSeq) {
        all(streamRoot, true);
        isStarted = true;
        IdTree.find(StreamRoot.nodes(root), nodeMs, nodeSeq, node);
        openNode();
        return stepBack();
    }

    /** Marks the entry as deleted, without counting it anywhere; the walk may go on. */
    void markDeleted() {
        StreamNode.markDeleted(lp, entryAt);
    }

    /** The node the walk is in. */
    IdCursor node() {
        return node;
    }

    /** Offset of the entry in its node. */
    int entryAt() {
        return entryAt;
    }

    /** After the stream changed: goes on behind the entry the cursor was on, as if it had been deleted. */
    public void resumeIn(StreamValue stream, StreamId last) {
        root = stream.root();
        boolean hasMore = isReverse ? last.decrement() : last.increment();
        ms = last.ms();
        seq = last.seq();
        resume();
        if (!hasMore) {
            startMs = -1;
            startSeq = -1;
            endMs = 0;
            endSeq = 0;
        }
    }

    /** After the entry the cursor is on was deleted: goes on behind it, wherever that is now. */
    void resume() {
        if (isReverse) {
            endMs = ms;
            endSeq = seq;
        } else {
            startMs = ms;
            startSeq = seq;
        }
        isStarted = false;
        lp = 0;
    }
}
