package dev.spinel.engine.type.stream;

import dev.spinel.engine.memory.Arena;
import dev.spinel.engine.memory.Mem;
import dev.spinel.engine.memory.MemoryTag;
import dev.spinel.engine.memory.Relocation;
import dev.spinel.engine.memory.SnapshotImage;
import dev.spinel.engine.memory.SnapshotImage.Place;
import dev.spinel.engine.struct.Blocks;

/**
 * Blocks in the order of their names: the groups of a stream, the consumers of a group. Every block starts with the
 * length of its name; where the name is depends on the kind. All static over a header in somebody's block.
 *
 * <pre>
 *   0         5   8         12         in a block of its own, sorted:
 *   | table 5 | - | count 4 |          | ref 5 | xcount
 * </pre>
 */
final class NameTable {
    static final int HEADER_BYTES = 12;

    private static final int COUNT_OFFSET = 8;
    private static final int REF_BYTES = 5;

    private NameTable() {}

    /** Writes the header of an empty table to fresh memory. */
    static void init(long table) {
        Mem.initLong(table, 0);
        Mem.initInt(table + COUNT_OFFSET, 0);
    }

    static int count(long table) {
        return Mem.getInt(table + COUNT_OFFSET);
    }

    /** The block at a place in the order of the names. */
    static long at(long table, int index) {
        return Arena.address(Mem.getRef(refs(table) + (long) index * REF_BYTES));
    }

    /** Where the blocks of a table were when the running snapshot began; the header lies in a copy. Any thread. */
    static long[] image(long table, SnapshotImage image) {
        long[] blocks = new long[count(table)];
        if (blocks.length > 0) {
            long refs = image.copy(Place.TOP, refs(table), (long) blocks.length * REF_BYTES);
            for (int i = 0; i < blocks.length; i++) {
                blocks[i] = Arena.address(Mem.getRef(refs + (long) i * REF_BYTES));
            }
        }
        return blocks;
    }

    private static long refs(long table) {
        return Arena.address(Mem.getRef(table));
    }

    /** Bytes of the table itself. */
    static long memoryBytes(long table) {
        return count(table) == 0 ? 0 : Arena.blockSize(refs(table));
    }

    /**
     * Index of the block with a name, or {@code -1 - index} of where it would be.
     *
     * @param nameOffset where in a block its name is
     */
    static int find(long table, int nameOffset, long name, long length) {
        int low = 0;
        int high = count(table) - 1;
        while (low <= high) {
            int middle = low + high >>> 1;
            long block = at(table, middle);
            int order = Mem.compare(block + nameOffset, Mem.getInt(block), name, length);
            if (order == 0) {
                return middle;
            }
            if (order < 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return -1 - low;
    }

    /** Adds a block at its place. */
    static void insert(long table, int index, long block) {
        int count = count(table);
        long bytes = (count + 1L) * REF_BYTES;
        long refs;
        if (count == 0) {
            refs = Blocks.allocate(MemoryTag.VALUE, bytes);
        } else {
            refs = refs(table);
            if (bytes > Arena.blockSize(refs)) {
                refs = Blocks.reallocate(refs, bytes + bytes / 4);
            }
        }
        Mem.putRef(table, Arena.ref(refs));
        long at = refs + (long) index * REF_BYTES;
        Mem.copy(at, at + REF_BYTES, (long) (count - index) * REF_BYTES);
        Mem.putRef(at, Arena.ref(block));
        Mem.putInt(table + COUNT_OFFSET, count + 1);
    }

    /** Takes a block out, which is the caller's then. */
    static void remove(long table, int index) {
        int count = count(table) - 1;
        long refs = refs(table);
        long at = refs + (long) index * REF_BYTES;
        Mem.copy(at + REF_BYTES, at, (long) (count - index) * REF_BYTES);
        Mem.putInt(table + COUNT_OFFSET, count);
        if (count == 0) {
            free(table);
        }
    }

    /** Moves the table itself to a better place. */
    static void relocate(long table, Relocation relocation) {
        long moved = count(table) == 0 ? 0 : relocation.move(refs(table));
        if (moved != 0) {
            Mem.putRef(table, Arena.ref(moved));
        }
    }

    /** Moves the block at a place, to which nothing but the table may refer, to a better one. */
    static void relocateAt(long table, int index, Relocation relocation) {
        long moved = relocation.move(at(table, index));
        if (moved != 0) {
            Mem.putRef(refs(table) + (long) index * REF_BYTES, Arena.ref(moved));
        }
    }

    /** Frees the table, not the blocks. */
    static void free(long table) {
        long ref = Mem.getRef(table);
        if (ref != 0) {
            Arena.free(Arena.address(ref));
        }
        Mem.putRef(table, 0);
        Mem.putInt(table + COUNT_OFFSET, 0);
    }
}
