package dev.spinel.engine.feature.replication;

import dev.spinel.engine.memory.Arena;
import dev.spinel.engine.memory.Mem;
import dev.spinel.engine.memory.MemoryTag;
import dev.spinel.engine.resp.ReplyBuilder;

/**
 * The latest bytes of the replication stream, for replicas that were away for a moment. A ring:
 *
 * <pre>
 *   block ──► | newest … end | oldest … |      byte of stream offset o at (o % capacity)
 *             0              ^ end % capacity
 * </pre>
 *
 * Owned by {@link Replication}.
 */
final class Backlog {
    private long block;
    private long capacity;
    private long end;
    private long length;

    boolean exists() {
        return block != 0;
    }

    /** Starts over with nothing at a stream offset. */
    void create(long bytes, long offset) {
        release();
        block = Arena.allocate(MemoryTag.JOURNAL, bytes);
        capacity = bytes;
        end = offset;
        length = 0;
    }

    void release() {
        if (exists()) {
            Arena.free(block);
        }
        block = 0;
        capacity = 0;
        length = 0;
    }

    void append(long address, long bytes) {
        long skipped = Math.max(bytes - capacity, 0);
        end += skipped;
        long from = address + skipped;
        for (long left = bytes - skipped; left > 0;) {
            long at = end % capacity;
            long step = Math.min(left, capacity - at);
            Mem.copy(from, block + at, step);
            from += step;
            end += step;
            left -= step;
        }
        length = Math.min(length + bytes, capacity);
    }

    /** Offset of the oldest byte. */
    long start() {
        return end - length;
    }

    /** Number of bytes kept. */
    long length() {
        return length;
    }

    /** Bytes of memory taken. */
    long capacity() {
        return capacity;
    }

    /** Whether everything behind a stream offset is still here. */
    boolean reaches(long offset) {
        return exists() && offset >= start() && offset <= end;
    }

    /** Writes everything behind a stream offset. */
    void copyTo(ReplyBuilder target, long offset) {
        for (long from = offset; from < end;) {
            long at = from % capacity;
            long step = Math.min(end - from, capacity - at);
            target.raw(block + at, step);
            from += step;
        }
    }
}
