package dev.spinel.engine.resp;

import dev.spinel.engine.memory.Arena;
import dev.spinel.engine.memory.Mem;
import dev.spinel.engine.memory.MemoryTag;
import java.util.Arrays;

/**
 * The arguments of one command as addresses and lengths; argument 0 is the name. The bytes belong to the query buffer
 * and live until the command returns, except for <em>blocks</em>: large arguments that were received into an arena
 * block of their own, which a command may {@link #adopt}. Owned by one client or one call; not shared.
 */
public final class Args implements ArgSource {
    private static final int FIRST_CAPACITY = 8;

    private long[] addresses = new long[FIRST_CAPACITY];
    private int[] lengths = new int[FIRST_CAPACITY];
    private boolean[] blocks = new boolean[FIRST_CAPACITY];
    private int count;
    private int blockCount;

    @Override
    public int count() {
        return count;
    }

    @Override
    public long address(int index) {
        return addresses[index];
    }

    @Override
    public int length(int index) {
        return lengths[index];
    }

    /** Appends an argument whose bytes somebody else owns. */
    public void add(long address, long length) {
        if (count == addresses.length) {
            grow();
        }
        addresses[count] = address;
        lengths[count] = (int) length;
        blocks[count++] = false;
    }

    /** Appends an argument that is an arena block of its own and is freed by {@link #clear} unless adopted. */
    public void addBlock(long block, long length) {
        add(block, length);
        blocks[count - 1] = true;
        blockCount++;
    }

    /**
     * Takes the block of a large argument as the value of a key: the caller owns it now. Zero when the argument is not
     * a block, or one of memory that a snapshot does not look after.
     */
    public long adopt(int index) {
        if (!blocks[index] || Arena.tag(addresses[index]) != MemoryTag.VALUE) {
            return 0;
        }
        blocks[index] = false;
        blockCount--;
        return addresses[index];
    }

    /** Bytes of all arguments together. */
    public long totalBytes() {
        long sum = 0;
        for (int i = 0; i < count; i++) {
            sum += lengths[i];
        }
        return sum;
    }

    /** The same arguments with bytes of their own; {@link #clear} the copy when done. */
    public Args copy() {
        Args copy = new Args();
        for (int i = 0; i < count; i++) {
            copy.addCopy(addresses[i], lengths[i]);
        }
        return copy;
    }

    /** Gives every borrowed argument bytes of its own, for a command that is postponed. */
    public void own() {
        for (int i = 0; i < count; i++) {
            if (!blocks[i]) {
                addresses[i] = block(addresses[i], lengths[i]);
                blocks[i] = true;
                blockCount++;
            }
        }
    }

    /** Appends a copy of some bytes. */
    public void addCopy(long address, long length) {
        addBlock(block(address, length), length);
    }

    /** Appends a copy of bytes that lie outside the arena, in memory of a module. */
    public void addForeign(long address, long length) {
        long block = Arena.allocate(MemoryTag.QUERY_BUFFER, Math.max(length, 1));
        Mem.initCopyFromForeign(address, block, length);
        addBlock(block, length);
    }

    /** Appends a copy of bytes from the Java heap; for the slow lane only. */
    public void addCopy(byte[] bytes) {
        long block = Arena.allocate(MemoryTag.QUERY_BUFFER, Math.max(bytes.length, 1));
        Mem.initCopyIn(bytes, 0, block, bytes.length);
        addBlock(block, bytes.length);
    }

    private static long block(long address, long length) {
        long block = Arena.allocate(MemoryTag.QUERY_BUFFER, Math.max(length, 1));
        Mem.initCopy(address, block, length);
        return block;
    }

    /** Replaces one argument; used by command filters and rewriting. */
    public void set(int index, long address, long length) {
        releaseBlock(index);
        addresses[index] = address;
        lengths[index] = (int) length;
    }

    /** Inserts an argument before {@code index}. */
    public void insert(int index, long address, long length) {
        add(0, 0);
        int moved = count - 1 - index;
        System.arraycopy(addresses, index, addresses, index + 1, moved);
        System.arraycopy(lengths, index, lengths, index + 1, moved);
        System.arraycopy(blocks, index, blocks, index + 1, moved);
        addresses[index] = address;
        lengths[index] = (int) length;
        blocks[index] = false;
    }

    /** Replaces one argument by an arena block of its own, which is freed by {@link #clear} unless adopted. */
    public void setBlock(int index, long block, long length) {
        set(index, block, length);
        blocks[index] = true;
        blockCount++;
    }

    /** Inserts an arena block before {@code index}, which is freed by {@link #clear} unless adopted. */
    public void insertBlock(int index, long block, long length) {
        insert(index, block, length);
        blocks[index] = true;
        blockCount++;
    }

    public void remove(int index) {
        releaseBlock(index);
        int moved = count - 1 - index;
        System.arraycopy(addresses, index + 1, addresses, index, moved);
        System.arraycopy(lengths, index + 1, lengths, index, moved);
        System.arraycopy(blocks, index + 1, blocks, index, moved);
        count--;
    }

    /** Moves the arguments that lie in a buffer which moved by {@code distance} bytes. */
    public void rebase(long distance) {
        for (int i = 0; i < count; i++) {
            if (!blocks[i]) {
                addresses[i] += distance;
            }
        }
    }

    /** Forgets all arguments and frees the blocks nobody adopted. */
    public void clear() {
        if (blockCount != 0) {
            for (int i = 0; i < count; i++) {
                releaseBlock(i);
            }
        }
        count = 0;
    }

    /** Whether an argument equals a word in lower case, whatever its own case. */
    public boolean is(int index, byte[] lowerCaseWord) {
        return Text.equalsIgnoreCase(addresses[index], lengths[index], lowerCaseWord);
    }

    /** The argument as text, one char per byte; for the slow lane only. */
    public String text(int index) {
        return Text.string(addresses[index], lengths[index]);
    }

    private void releaseBlock(int index) {
        if (blocks[index]) {
            blocks[index] = false;
            blockCount--;
            Arena.free(addresses[index]);
        }
    }

    private void grow() {
        int capacity = addresses.length * 2;
        addresses = Arrays.copyOf(addresses, capacity);
        lengths = Arrays.copyOf(lengths, capacity);
        blocks = Arrays.copyOf(blocks, capacity);
    }
}
