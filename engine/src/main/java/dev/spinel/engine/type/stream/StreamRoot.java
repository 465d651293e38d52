package dev.spinel.engine.type.stream;

import dev.spinel.engine.memory.Arena;
import dev.spinel.engine.memory.Mem;
import dev.spinel.engine.memory.MemoryTag;
import dev.spinel.engine.struct.Blocks;
import dev.spinel.engine.struct.tree.IdCursor;
import dev.spinel.engine.struct.tree.IdTree;

/**
 * Layout of the root block of a stream, and who owns what below it. All static.
 *
 * <pre>
 *   0          24        32       48        64            80        88             96          108
 *   | nodes 24 | length  | last   | first   | max deleted | added   | node bytes   | groups 12 | producers 36 |
 *
 *   nodes        from the id of the master entry to the block of the node: | ref 5 |
 *   length       entries that are not deleted
 *   last         largest id ever given out           first   id of the first entry, 0-0 without one
 *   max deleted  largest id ever deleted             added   entries ever added
 *   node bytes   of the blocks of all nodes          groups  consumer groups by name
 *   producers    who may repeat themselves: {@link Producers}
 * </pre>
 */
final class StreamRoot {
    private static final int LENGTH_OFFSET = IdTree.HEADER_BYTES;
    private static final int LAST_OFFSET = LENGTH_OFFSET + Long.BYTES;
    private static final int FIRST_OFFSET = LAST_OFFSET + 2 * Long.BYTES;
    private static final int MAX_DELETED_OFFSET = FIRST_OFFSET + 2 * Long.BYTES;
    private static final int ADDED_OFFSET = MAX_DELETED_OFFSET + 2 * Long.BYTES;
    private static final int NODE_BYTES_OFFSET = ADDED_OFFSET + Long.BYTES;
    private static final int GROUPS_OFFSET = NODE_BYTES_OFFSET + Long.BYTES;
    private static final int PRODUCERS_OFFSET = GROUPS_OFFSET + NameTable.HEADER_BYTES;
    private static final int ROOT_BYTES = PRODUCERS_OFFSET + Producers.HEADER_BYTES;
    private static final int REF_BYTES = 5;

    private StreamRoot() {}

    /** An empty stream without groups. */
    static long create() {
        long root = Blocks.allocate(MemoryTag.VALUE, ROOT_BYTES);
        Mem.initFill(root, ROOT_BYTES, (byte) 0);
        IdTree.init(root, REF_BYTES);
        NameTable.init(groups(root));
        Producers.init(producers(root));
        return root;
    }

    /** Frees a stream with everything in it. */
    static void free(long root) {
        freeSlice(root, Integer.MAX_VALUE);
    }

    /** Frees about so many blocks of a stream nobody uses; answers how many are left, 0 or less before the end. */
    static int freeSlice(long root, int blocks) {
        IdCursor cursor = new IdCursor();
        int left = blocks;
        while (left > 0 && IdTree.last(root, cursor)) {
            Arena.free(node(cursor));
            IdTree.remove(root, cursor.high(), cursor.low());
            left--;
        }
        long groups = groups(root);
        while (left > 0 && NameTable.count(groups) > 0) {
            int last = NameTable.count(groups) - 1;
            left = ConsumerGroup.freeSlice(NameTable.at(groups, last), left);
            if (left > 0) {
                NameTable.remove(groups, last);
            }
        }
        if (left > 0) {
            left = Producers.freeSlice(producers(root), left);
        }
        if (left > 0) {
            Arena.free(root);
        }
        return left;
    }

    /** A copy with everything in it. */
    static long copy(long root) {
        long copy = create();
        Mem.copy(root + LENGTH_OFFSET, copy + LENGTH_OFFSET, NODE_BYTES_OFFSET - LENGTH_OFFSET);
        IdTree.copy(root, copy);
        IdCursor cursor = new IdCursor();
        for (boolean more = IdTree.first(copy, cursor); more; more = IdTree.next(copy, cursor)) {
            long node = node(cursor);
            long bytes = StreamNode.bytes(node);
            long block = Blocks.allocate(MemoryTag.VALUE, bytes);
            Mem.initCopy(node, block, bytes);
            node(cursor, block);
            addNodeBytes(copy, Arena.blockSize(block));
        }
        for (int i = 0; i < groupCount(root); i++) {
            NameTable.insert(groups(copy), i, ConsumerGroup.copy(groupAt(root, i)));
        }
        Producers.copy(producers(root), producers(copy));
        return copy;
    }

    /** Bytes of all blocks. */
    static long memoryBytes(long root) {
        long groups = groups(root);
        long bytes = Arena.blockSize(root) + IdTree.memoryBytes(root) + Mem.getLong(root + NODE_BYTES_OFFSET)
            + NameTable.memoryBytes(groups) + Producers.memoryBytes(producers(root));
        for (int i = NameTable.count(groups) - 1; i >= 0; i--) {
            bytes += ConsumerGroup.memoryBytes(NameTable.at(groups, i));
        }
        return bytes;
    }

    // Nodes

    /** The {@link IdTree} of the nodes. */
    static long nodes(long root) {
        return root;
    }

    /** The node the cursor is on. */
    static long node(IdCursor cursor) {
        return Arena.address(Mem.getRef(cursor.payload()));
    }

    /** Tells the cursor's record where its node is. */
    static void node(IdCursor cursor, long block) {
        Mem.putRef(cursor.payload(), Arena.ref(block));
    }

    static void addNodeBytes(long root, long change) {
        Mem.putLong(root + NODE_BYTES_OFFSET, Mem.getLong(root + NODE_BYTES_OFFSET) + change);
    }

    // Facts

    static long length(long root) {
        return Mem.getLong(root + LENGTH_OFFSET);
    }

    static void length(long root, long entries) {
        Mem.putLong(root + LENGTH_OFFSET, entries);
    }

    static long lastMs(long root) {
        return Mem.getLong(root + LAST_OFFSET);
    }

    static long lastSeq(long root) {
        return Mem.getLong(root + LAST_OFFSET + Long.BYTES);
    }

    static void last(long root, long ms, long seq) {
        setId(root + LAST_OFFSET, ms, seq);
    }

    static long firstMs(long root) {
        return Mem.getLong(root + FIRST_OFFSET);
    }

    static long firstSeq(long root) {
        return Mem.getLong(root + FIRST_OFFSET + Long.BYTES);
    }

    static void first(long root, long ms, long seq) {
        setId(root + FIRST_OFFSET, ms, seq);
    }

    static long maxDeletedMs(long root) {
        return Mem.getLong(root + MAX_DELETED_OFFSET);
    }

    static long maxDeletedSeq(long root) {
        return Mem.getLong(root + MAX_DELETED_OFFSET + Long.BYTES);
    }

    static void maxDeleted(long root, long ms, long seq) {
        setId(root + MAX_DELETED_OFFSET, ms, seq);
    }

    static long added(long root) {
        return Mem.getLong(root + ADDED_OFFSET);
    }

    static void added(long root, long entries) {
        Mem.putLong(root + ADDED_OFFSET, entries);
    }

    private static void setId(long at, long ms, long seq) {
        Mem.putLong(at, ms);
        Mem.putLong(at + Long.BYTES, seq);
    }

    // Groups

    /** The header of {@link Producers}. */
    static long producers(long root) {
        return root + PRODUCERS_OFFSET;
    }

    static long groups(long root) {
        return root + GROUPS_OFFSET;
    }

    static int groupCount(long root) {
        return NameTable.count(groups(root));
    }

    /** The group at a place in the order of the names. */
    static long groupAt(long root, int index) {
        return NameTable.at(groups(root), index);
    }

    /** The group with a name, or 0. */
    static long findGroup(long root, long name, long length) {
        int index = NameTable.find(groups(root), ConsumerGroup.NAME_OFFSET, name, length);
        return index < 0 ? 0 : groupAt(root, index);
    }

    /** Adds a group; 0 when there is one of that name. */
    static long addGroup(long root, long name, long length, StreamId last, long entriesRead) {
        int index = NameTable.find(groups(root), ConsumerGroup.NAME_OFFSET, name, length);
        if (index >= 0) {
            return 0;
        }
        long group = ConsumerGroup.create(name, length, last.ms(), last.seq(), entriesRead);
        NameTable.insert(groups(root), -1 - index, group);
        return group;
    }

    /** Removes a group that is there. */
    static void removeGroup(long root, long group) {
        int index = NameTable.find(groups(root), ConsumerGroup.NAME_OFFSET, ConsumerGroup.name(group),
            ConsumerGroup.nameLength(group));
        NameTable.remove(groups(root), index);
        ConsumerGroup.free(group);
    }
}
