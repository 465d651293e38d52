package dev.spinel.engine.struct.tree;

import dev.spinel.engine.memory.Arena;
import dev.spinel.engine.memory.Mem;
import dev.spinel.engine.memory.MemoryTag;
import dev.spinel.engine.struct.Blocks;

/**
 * Layout of one node of an {@link IdTree}: records in the order of their ids. The record of a leaf carries what the
 * owner of the tree wants, that of an inner node the reference of a child. All static.
 *
 * <pre>
 *   0       2
 *   | n u16 | record xn: | high 8 | low 8 | payload |  |
 * </pre>
 *
 * In an inner node no id below a child is smaller than the child's record says, and none before the child is as
 * large; the first record says nothing.
 */
final class IdNode {
    static final int CHILD_BYTES = 5;

    private static final int HEADER_BYTES = Short.BYTES;
    private static final int LOW_OFFSET = Long.BYTES;
    private static final int PAYLOAD_OFFSET = LOW_OFFSET + Long.BYTES;
    private static final int MAX_BYTES = 2048;
    private static final int SMALLEST_SLACK = 4;

    private IdNode() {}

    /** Bytes of a record with this payload. */
    static int stride(int payloadBytes) {
        return PAYLOAD_OFFSET + payloadBytes;
    }

    /** Most records a node may have. */
    static int maxCount(int stride) {
        return (MAX_BYTES - HEADER_BYTES) / stride;
    }

    /** An empty node with room for {@code count} records. */
    static long create(int count, int stride) {
        long node = Blocks.allocate(MemoryTag.VALUE, bytes(count, stride));
        Mem.initShort(node, (short) 0);
        return node;
    }

    private static long bytes(int count, int stride) {
        return HEADER_BYTES + (long) count * stride;
    }

    static int count(long node) {
        return Mem.getUnsignedShort(node);
    }

    static void count(long node, int count) {
        Mem.putShort(node, (short) count);
    }

    static long record(long node, int index, int stride) {
        return node + HEADER_BYTES + (long) index * stride;
    }

    static long high(long record) {
        return Mem.getLong(record);
    }

    static long low(long record) {
        return Mem.getLong(record + LOW_OFFSET);
    }

    static long payload(long record) {
        return record + PAYLOAD_OFFSET;
    }

    static void setId(long record, long high, long low) {
        Mem.putLong(record, high);
        Mem.putLong(record + LOW_OFFSET, low);
    }

    /** Index of the first record whose id is not below the given one. */
    static int lowerBound(long node, int stride, long high, long low) {
        int first = 0;
        int end = count(node);
        while (first < end) {
            int middle = first + end >>> 1;
            if (compare(record(node, middle, stride), high, low) < 0) {
                first = middle + 1;
            } else {
                end = middle;
            }
        }
        return first;
    }

    /** Index of the child an id belongs to. */
    static int childOf(long node, long high, long low) {
        int stride = stride(CHILD_BYTES);
        int first = 0;
        int last = count(node) - 1;
        while (first < last) {
            int middle = first + last + 1 >>> 1;
            if (compare(record(node, middle, stride), high, low) <= 0) {
                first = middle;
            } else {
                last = middle - 1;
            }
        }
        return first;
    }

    /** Orders the id of a record and the given one. */
    static int compare(long record, long high, long low) {
        int order = Long.compareUnsigned(high(record), high);
        return order != 0 ? order : Long.compareUnsigned(low(record), low);
    }

    /** Makes place for a record and writes its id; the block has room. Answers the record. */
    static long insert(long node, int index, int stride, long high, long low) {
        int count = count(node);
        long record = record(node, index, stride);
        Mem.copy(record, record + stride, (long) (count - index) * stride);
        count(node, count + 1);
        setId(record, high, low);
        return record;
    }

    /** Takes a record out; the block keeps its size. */
    static void remove(long node, int index, int stride) {
        int count = count(node);
        long record = record(node, index, stride);
        Mem.copy(record + stride, record, (long) (count - index - 1) * stride);
        count(node, count - 1);
    }

    /** Appends records of another node; the block has room. */
    static void append(long node, long from, int index, int records, int stride) {
        int count = count(node);
        Mem.copy(record(from, index, stride), record(node, count, stride), (long) records * stride);
        count(node, count + records);
    }

    /** Bytes to ask for so that a node which grows to this many records does not move with each one. */
    static long roomyBytes(int count, int stride) {
        int roomy = Math.min(maxCount(stride), count + Math.max(SMALLEST_SLACK, count / 4));
        return bytes(count < SMALLEST_SLACK ? count : roomy, stride);
    }

    /** Whether the block has room for this many records. */
    static boolean hasRoom(long node, int count, int stride) {
        return bytes(count, stride) <= Arena.blockSize(node);
    }

    /** Whether the block is far larger than its records need. */
    static boolean isLoose(long node, int stride) {
        return roomyBytes(count(node), stride) * 3 / 2 < Arena.blockSize(node);
    }

    /** Bytes of exactly the records there are. */
    static long tightBytes(long node, int stride) {
        return bytes(count(node), stride);
    }
}
