package dev.spinel.engine.type.stream;

import dev.spinel.engine.keyspace.Entry;
import dev.spinel.engine.keyspace.Key;
import dev.spinel.engine.keyspace.ValueType;
import dev.spinel.engine.memory.Arena;
import dev.spinel.engine.memory.MemoryTag;
import dev.spinel.engine.resp.ArgSource;
import dev.spinel.engine.struct.Blocks;
import dev.spinel.engine.struct.listpack.Element;
import dev.spinel.engine.struct.listpack.Listpack;
import dev.spinel.engine.struct.tree.IdCursor;
import dev.spinel.engine.struct.tree.IdTree;

/**
 * What can be done with the value of a stream key: a flyweight over one key at a time. All changes are silent; the
 * caller announces them. An empty stream stays. Reactor thread.
 */
public final class StreamValue {
    /** Nodes that are not full grow by a quarter, and by this at least. */
    private static final long LEAST_GROWTH = 64;

    private final StreamLimits limits;
    private final IdCursor node = new IdCursor();
    private final StreamCursor cursor = new StreamCursor();
    private Key key;
    private long root;

    public StreamValue(StreamLimits limits) {
        this.limits = limits;
    }

    /** Lays the flyweight over a key that holds a stream or is absent. */
    public StreamValue open(Key stream) {
        key = stream;
        root = stream.exists() ? stream.root() : 0;
        return this;
    }

    /** The root block; 0 when the key is absent. */
    long root() {
        return root;
    }

    /** Makes an absent key an empty stream. */
    public void create() {
        if (root == 0) {
            root = StreamRoot.create();
            key.putRoot(ValueType.STREAM, Entry.STREAM, root, 0, Key.NEVER);
        }
    }

    /** Number of entries; 0 when the key is absent. */
    public long length() {
        return root == 0 ? 0 : StreamRoot.length(root);
    }

    /** Sets an id to the largest one ever given out, 0-0 when the key is absent. */
    public StreamId last(StreamId id) {
        return root == 0 ? id.set(0, 0) : id.set(StreamRoot.lastMs(root), StreamRoot.lastSeq(root));
    }

    /** Sets an id to one above the last: of this moment, or the next one when that is no later. */
    public StreamId next(StreamId id, long nowMs) {
        last(id);
        if (Long.compareUnsigned(nowMs, id.ms()) > 0) {
            id.set(nowMs, 0);
        } else {
            id.increment();
        }
        return id;
    }

    /** A number that is another one after every entry that came or went. */
    public long stamp() {
        return root == 0 ? 0 : root * 31 + (StreamRoot.added(root) << 32) + StreamRoot.length(root);
    }

    /** Sets an id to that of the first entry, or the largest one there is; deleted entries count if asked for. */
    StreamId firstEntry(StreamId id, boolean withDeleted) {
        cursor.all(root, false);
        if (withDeleted) {
            cursor.withDeleted();
        }
        return cursor.next() ? id.set(cursor.ms(), cursor.seq()) : id.setMax();
    }

    /** Sets an id to that of the last entry, or 0-0. */
    StreamId lastEntry(StreamId id) {
        return cursor.all(root, true).next() ? id.set(cursor.ms(), cursor.seq()) : id.set(0, 0);
    }

    /** Whether an entry is there and not deleted. */
    boolean has(long ms, long seq) {
        return cursor.find(root, ms, seq);
    }

    // Adding

    /** Whether fields of these bytes together can be stored at all. */
    public static boolean fits(long bytes) {
        return bytes <= Listpack.MAX_BYTES;
    }

    /**
     * Adds an entry behind all others; the caller made sure that the id is above the last one.
     *
     * @param first the first argument that is a field, followed by its value, and so on for {@code fields} fields
     */
    public void append(StreamId id, ArgSource args, int first, int fields) {
        long text = 0;
        for (int i = first; i < first + 2 * fields; i++) {
            text += args.length(i);
        }
        long bound = text + StreamNode.STRING_OVERHEAD * 2L * fields
            + StreamNode.INTEGER_BYTES * (StreamNode.FIXED_ELEMENTS + 3L);
        boolean isNew = !IdTree.last(StreamRoot.nodes(root), node) || isFull(text);
        long lp = isNew ? startNode(id, args, first, fields, bound) : roomFor(bound);
        boolean isSame = isNew || hasFields(lp, args, first, fields);
        appendEntry(lp, id, args, first, fields, isSame);
        StreamNode.addCounts(lp, 1, 0);
        long length = StreamRoot.length(root) + 1;
        StreamRoot.length(root, length);
        StreamRoot.added(root, StreamRoot.added(root) + 1);
        StreamRoot.last(root, id.ms(), id.seq());
        if (length == 1) {
            StreamRoot.first(root, id.ms(), id.seq());
        }
    }

    /** Whether the node the cursor is on takes no more; then its block is made to fit. */
    private boolean isFull(long text) {
        long lp = StreamRoot.node(node);
        if (Listpack.bytes(lp) + text < limits.nodeBytes() && StreamNode.entries(lp) < limits.nodeEntries()) {
            return false;
        }
        resizeNode(Listpack.bytes(lp));
        return true;
    }

    private long startNode(StreamId id, ArgSource args, int first, int fields, long bound) {
        long bytes = Listpack.EMPTY_BYTES + 4L * StreamNode.INTEGER_BYTES + bound;
        for (int i = 0; i < fields; i++) {
            bytes += Element.stringBytes(args.address(first + 2 * i), args.length(first + 2 * i));
        }
        long lp = Blocks.allocate(MemoryTag.VALUE, bytes);
        Listpack.init(lp);
        Listpack.appendInteger(lp, 0);
        Listpack.appendInteger(lp, 0);
        Listpack.appendInteger(lp, fields);
        for (int i = 0; i < fields; i++) {
            Listpack.appendString(lp, args.address(first + 2 * i), args.length(first + 2 * i));
        }
        Listpack.appendInteger(lp, 0);
        IdTree.insert(StreamRoot.nodes(root), id.ms(), id.seq(), node);
        StreamRoot.node(node, lp);
        StreamRoot.addNodeBytes(root, Arena.blockSize(lp));
        return lp;
    }

    /** Whether the fields of an entry are those of the master entry. */
    private static boolean hasFields(long lp, ArgSource args, int first, int fields) {
        int at = StreamNode.fieldCountAt(lp);
        if (Listpack.integer(lp, at) != fields) {
            return false;
        }
        for (int i = 0; i < fields; i++) {
            at = Listpack.after(lp, at);
            if (!Listpack.isText(lp, at, args.address(first + 2 * i), args.length(first + 2 * i))) {
                return false;
            }
        }
        return true;
    }

    private void appendEntry(long lp, StreamId id, ArgSource args, int first, int fields, boolean isSame) {
        Listpack.appendInteger(lp, isSame ? StreamNode.SAME_FIELDS : 0);
        Listpack.appendInteger(lp, id.ms() - node.high());
        Listpack.appendInteger(lp, id.seq() - node.low());
        if (!isSame) {
            Listpack.appendInteger(lp, fields);
        }
        for (int i = first; i < first + 2 * fields; i++) {
            boolean isField = (i - first) % 2 == 0;
            if (!isField || !isSame) {
                Listpack.appendString(lp, args.address(i), args.length(i));
            }
        }
        Listpack.appendInteger(lp, StreamNode.FIXED_ELEMENTS + (isSame ? fields : 2L * fields + 1));
    }

    /** Makes room in the node the cursor is on; answers where it is now. */
    private long roomFor(long bytes) {
        long lp = StreamRoot.node(node);
        long needed = Listpack.bytes(lp) + bytes;
        if (needed <= Arena.blockSize(lp)) {
            return lp;
        }
        long roomy = needed + Math.max(LEAST_GROWTH, Math.min(needed / 4, limits.nodeBytes()));
        return resizeNode(roomy);
    }

    private long resizeNode(long bytes) {
        long lp = StreamRoot.node(node);
        long size = Arena.blockSize(lp);
        long moved = Blocks.reallocate(lp, bytes);
        if (moved != lp) {
            StreamRoot.node(node, moved);
        }
        StreamRoot.addNodeBytes(root, Arena.blockSize(moved) - size);
        return moved;
    }

    // Taking away

    /** Deletes an entry and notes that one was deleted; whether it was there. */
    public boolean delete(long ms, long seq) {
        if (!cursor.find(root, ms, seq)) {
            return false;
        }
        deleteAt(cursor);
        return true;
    }

    /** Deletes the entry the cursor is on; the cursor goes on behind it. */
    public void deleteAt(StreamCursor at) {
        long ms = at.ms();
        long seq = at.seq();
        IdTree.find(StreamRoot.nodes(root), at.node().high(), at.node().low(), node);
        markDeleted(at.entryAt());
        at.resume();
        if (StreamId.compare(ms, seq, StreamRoot.maxDeletedMs(root), StreamRoot.maxDeletedSeq(root)) > 0) {
            StreamRoot.maxDeleted(root, ms, seq);
        }
        boolean wasFirst = ms == StreamRoot.firstMs(root) && seq == StreamRoot.firstSeq(root);
        if (wasFirst || length() == 0) {
            findFirst();
        }
    }

    /** Marks an entry of the node, and drops the node with its last one. */
    private void markDeleted(int entryAt) {
        long lp = StreamRoot.node(node);
        if (StreamNode.live(lp) <= 1) {
            dropNode();
        } else {
            lp = roomFor(2L * StreamNode.INTEGER_BYTES);
            StreamNode.markDeleted(lp, entryAt);
            StreamNode.addCounts(lp, -1, 1);
        }
        StreamRoot.length(root, StreamRoot.length(root) - 1);
    }

    private void dropNode() {
        long lp = StreamRoot.node(node);
        StreamRoot.addNodeBytes(root, -Arena.blockSize(lp));
        Arena.free(lp);
        IdTree.remove(StreamRoot.nodes(root), node.high(), node.low());
    }

    private void findFirst() {
        boolean isThere = length() != 0 && cursor.all(root, false).next();
        StreamRoot.first(root, isThere ? cursor.ms() : 0, isThere ? cursor.seq() : 0);
    }

    /** Takes entries away at the front as the options say; answers how many. */
    public long trim(TrimOptions options) {
        long trimmed = options.references() == ReferenceMode.KEEP ? trimAll(options) : trimReferenced(options);
        if (trimmed > 0) {
            findFirst();
        }
        return trimmed;
    }

    private long trimAll(TrimOptions options) {
        long trimmed = 0;
        while (IdTree.first(StreamRoot.nodes(root), node) && !options.isShort(length())) {
            long live = StreamNode.live(StreamRoot.node(node));
            if (options.isBeyondLimit(trimmed + live)) {
                break;
            }
            if (isTrimmedWhole(options, live)) {
                StreamRoot.length(root, length() - live);
                dropNode();
                trimmed += live;
            } else {
                trimmed += options.isApproximate() ? 0 : trimNode(options);
                break;
            }
        }
        return trimmed;
    }

    /** Trims entry by entry, because groups may refer to them; inexactly, as long as whole nodes would go. */
    private long trimReferenced(TrimOptions options) {
        ReferenceMode references = options.references();
        StreamCursor walk = new StreamCursor().all(root, false);
        IdCursor spare = new IdCursor();
        StreamId nodeId = new StreamId();
        boolean isFirst = true;
        long trimmed = 0;
        while (!options.isShort(length()) && walk.next() && options.goes(walk.ms(), walk.seq())) {
            boolean isNewNode = isFirst || nodeId.compareTo(walk.node().high(), walk.node().low()) != 0;
            if (isNewNode && options.isApproximate() && !isWholeNode(options, walk, trimmed)) {
                break;
            }
            isFirst = false;
            nodeId.set(walk.node().high(), walk.node().low());
            if (references.allows(root, walk.ms(), walk.seq(), spare)) {
                references.dropReferences(root, walk.ms(), walk.seq(), spare);
                IdTree.find(StreamRoot.nodes(root), nodeId.ms(), nodeId.seq(), node);
                markDeleted(walk.entryAt());
                walk.resume();
                trimmed++;
            }
        }
        return trimmed;
    }

    /** Whether an inexact trim takes the whole node that the walk enters. */
    private boolean isWholeNode(TrimOptions options, StreamCursor walk, long trimmed) {
        long live = StreamNode.live(StreamRoot.node(walk.node()));
        if (options.isBeyondLimit(trimmed + live)) {
            return false;
        }
        boolean isThere = cursor.lastOfNode(root, walk.node().high(), walk.node().low());
        return options.isByLength() ? length() - live >= options.maxLength()
            : options.isBehind(isThere ? cursor.ms() : 0, isThere ? cursor.seq() : 0);
    }

    /** Whether all entries of the first node, which the cursor is on, go. */
    private boolean isTrimmedWhole(TrimOptions options, long live) {
        if (options.isByLength()) {
            return length() - live >= options.maxLength();
        }
        boolean isEmpty = !cursor.lastOfNode(root, node.high(), node.low());
        return options.isBehind(isEmpty ? 0 : cursor.ms(), isEmpty ? 0 : cursor.seq());
    }

    /** Trims entry by entry within the first node, which the cursor is on and which stays. */
    private long trimNode(TrimOptions options) {
        long trimmed = 0;
        long length = length();
        cursor.all(root, false);
        while (!options.isShort(length - trimmed) && cursor.next() && options.goes(cursor.ms(), cursor.seq())) {
            cursor.markDeleted();
            trimmed++;
        }
        StreamNode.addCounts(roomFor(2L * StreamNode.INTEGER_BYTES), -trimmed, trimmed);
        StreamRoot.length(root, length - trimmed);
        return trimmed;
    }
}
