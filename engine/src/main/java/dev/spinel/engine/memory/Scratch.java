package dev.spinel.engine.memory;

/**
 * Arena memory for intermediate results: one block that is kept, unless it has grown large. Owned by the reactor, or by
 * the thread whose tag it was made with.
 */
public final class Scratch implements AutoCloseable {
    private static final long KEPT_BYTES = 64 * 1024;
    private static final long FIRST_BYTES = 512;

    private final int tag;
    private long block;
    private long capacity;

    public Scratch() {
        this(MemoryTag.SERVER);
    }

    public Scratch(int tag) {
        this.tag = tag;
    }

    /** Room for {@code bytes} bytes, not zeroed; what an earlier call answered is gone. */
    public long reserve(long bytes) {
        if (bytes > capacity) {
            grow(Math.max(bytes, FIRST_BYTES));
        }
        return block;
    }

    /** Gives a large block back. */
    public void trim() {
        if (capacity > KEPT_BYTES) {
            close();
        }
    }

    @Override
    public void close() {
        if (block != 0) {
            Arena.free(block);
        }
        block = 0;
        capacity = 0;
    }

    private void grow(long bytes) {
        close();
        block = Arena.allocate(tag, bytes);
        Invariant.check(block != 0, "no memory for an intermediate result");
        capacity = Arena.blockSize(block);
    }
}
