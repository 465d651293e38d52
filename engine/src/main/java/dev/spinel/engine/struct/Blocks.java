package dev.spinel.engine.struct;

import dev.spinel.engine.memory.Arena;

/** Arena blocks for containers: a request is served or the process stops, as Redis does when memory runs out. */
public final class Blocks {
    private Blocks() {}

    /** A block of at least {@code size} bytes, not zeroed. Owned by the caller. */
    public static long allocate(int tag, long size) {
        long address = Arena.allocate(tag, size);
        if (address == 0) {
            exhausted(size);
        }
        return address;
    }

    /** Grows or shrinks a block, keeping its content; the block may move. */
    public static long reallocate(long address, long size) {
        long moved = Arena.reallocate(address, size);
        if (moved == 0) {
            exhausted(size);
        }
        return moved;
    }

    private static void exhausted(long size) {
        throw new OutOfMemoryError("the arena cannot serve a block of " + size + " bytes");
    }
}
