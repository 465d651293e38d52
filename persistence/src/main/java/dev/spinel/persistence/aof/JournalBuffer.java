package dev.spinel.persistence.aof;

import dev.spinel.engine.keyspace.CommandSink;
import dev.spinel.engine.memory.Arena;
import dev.spinel.engine.memory.Invariant;
import dev.spinel.engine.memory.Mem;
import dev.spinel.engine.memory.NativeView;
import dev.spinel.engine.resp.Numbers;
import java.nio.ByteBuffer;

/**
 * Bytes on their way to a file: one arena block that grows as needed, and a view of it for channels. A block that grew
 * large is given back once it is empty. For one thread.
 */
final class JournalBuffer implements CommandSink, AutoCloseable {
    private static final int FIRST_BYTES = 16 * 1024;
    private static final int KEPT_BYTES = 1 << 20;

    private final int tag;
    private long block;
    private int capacity;
    private int length;
    private ByteBuffer view;

    /** @param tag whose memory it is; from MemoryTag */
    JournalBuffer(int tag) {
        this.tag = tag;
    }

    int length() {
        return length;
    }

    int capacity() {
        return capacity;
    }

    boolean isEmpty() {
        return length == 0;
    }

    void append(long address, long bytes) {
        reserve(bytes);
        Mem.initCopy(address, block + length, bytes);
        length += (int) bytes;
    }

    void append(byte[] bytes) {
        reserve(bytes.length);
        Mem.initCopyIn(bytes, 0, block + length, bytes.length);
        length += bytes.length;
    }

    /** A letter, a number and a line break. */
    void header(char kind, long value) {
        reserve(1 + Numbers.MAX_LONG_DIGITS + 2);
        Mem.initByte(block + length, (byte) kind);
        length += 1 + Numbers.write(block + length + 1, value);
        endLine();
    }

    /** A bulk string. */
    void bulk(long address, long bytes) {
        header('$', bytes);
        append(address, bytes);
        endLine();
    }

    void bulk(byte[] bytes) {
        header('$', bytes.length);
        append(bytes);
        endLine();
    }

    /** A number as a bulk string. */
    void bulkInteger(long value) {
        header('$', Numbers.length(value));
        number(value);
        endLine();
    }

    @Override
    public CommandSink command(byte[] name, long words) {
        header('*', words);
        bulk(name);
        return this;
    }

    @Override
    public CommandSink word(byte[] text) {
        bulk(text);
        return this;
    }

    @Override
    public CommandSink bytes(long address, long bytes) {
        bulk(address, bytes);
        return this;
    }

    @Override
    public CommandSink integer(long value) {
        bulkInteger(value);
        return this;
    }

    /** The digits of a number. */
    void number(long value) {
        reserve(Numbers.MAX_LONG_DIGITS);
        length += Numbers.write(block + length, value);
    }

    void endLine() {
        reserve(2);
        Mem.initByte(block + length, (byte) '\r');
        Mem.initByte(block + length + 1, (byte) '\n');
        length += 2;
    }

    /** The bytes, as a channel wants them; borrowed until the next append. */
    ByteBuffer view() {
        return view.clear().limit(length);
    }

    /** A copy of the bytes. */
    byte[] copy() {
        return Mem.toBytes(block, length);
    }

    /** Drops bytes from the front. */
    void drop(int bytes) {
        length -= bytes;
        if (length > 0) {
            Mem.copy(block + bytes, block, length);
        }
    }

    void clear() {
        length = 0;
        if (capacity > KEPT_BYTES) {
            close();
        }
    }

    private void reserve(long bytes) {
        if (length + bytes > capacity) {
            growSlow(length + bytes);
        }
    }

    private void growSlow(long needed) {
        Invariant.check(needed < Integer.MAX_VALUE, "the journal cannot be written and grows without end");
        long wanted = Math.max(needed, Math.max(FIRST_BYTES, Math.min(capacity * 2L, capacity + (64L << 20))));
        long wider = Arena.allocate(tag, Math.min(wanted, Integer.MAX_VALUE));
        if (block != 0) {
            Mem.initCopy(block, wider, length);
            Arena.free(block);
        }
        block = wider;
        capacity = (int) Math.min(Arena.blockSize(wider), Integer.MAX_VALUE);
        view = NativeView.of(block, capacity);
    }

    @Override
    public void close() {
        if (block != 0) {
            Arena.free(block);
        }
        block = 0;
        capacity = 0;
        length = 0;
        view = null;
    }
}
