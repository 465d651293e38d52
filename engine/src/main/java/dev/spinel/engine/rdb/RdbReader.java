package dev.spinel.engine.rdb;

import dev.spinel.engine.keyspace.ValueSource;
import dev.spinel.engine.memory.Mem;
import dev.spinel.engine.memory.MemoryTag;
import dev.spinel.engine.memory.Scratch;
import dev.spinel.engine.resp.Numbers;
import dev.spinel.engine.struct.Blocks;

/** Reads RDB objects from memory somebody else owns. Owned by one thread; close it. */
public final class RdbReader implements ValueSource, AutoCloseable {
    private final Scratch scratch = new Scratch();
    private long at;
    private long end;
    private long address;
    private long length;
    private boolean failed;

    /** Starts reading {@code bytes} bytes at {@code start}. */
    public void begin(long start, long bytes) {
        at = start;
        end = start + bytes;
        address = scratch.reserve(Numbers.MAX_LONG_DIGITS);
        length = 0;
        failed = false;
    }

    /** Bytes not yet read. */
    public long remaining() {
        return end - at;
    }

    @Override
    public void close() {
        scratch.close();
    }

    @Override
    public void fail() {
        failed = true;
        at = end;
        length = 0;
    }

    @Override
    public boolean failed() {
        return failed;
    }

    @Override
    public long address() {
        return address;
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public int readByte() {
        return has(1) ? Mem.getUnsignedByte(at++) : 0;
    }

    @Override
    public long readLength() {
        int first = readByte();
        if (first >>> 6 == RdbFormat.SPECIAL) {
            fail();
            return 0;
        }
        return lengthAfter(first);
    }

    @Override
    public void readString() {
        int first = readByte();
        switch (first) {
            case RdbFormat.INT8 -> digits((byte) readByte());
            case RdbFormat.INT16 -> digits((short) little(Short.BYTES));
            case RdbFormat.INT32 -> digits((int) little(Integer.BYTES));
            case RdbFormat.LZF -> expand();
            default -> {
                long bytes = first >>> 6 == RdbFormat.SPECIAL ? -1 : lengthAfter(first);
                address = readBytes(bytes);
                length = failed ? 0 : bytes;
            }
        }
    }

    @Override
    public long readBlock() {
        readString();
        long block = Blocks.allocate(MemoryTag.VALUE, Math.max(length, 1));
        Mem.initCopy(address, block, length);
        return block;
    }

    @Override
    public double readDouble() {
        return Double.longBitsToDouble(readLong());
    }

    @Override
    public long readLong() {
        return little(Long.BYTES);
    }

    @Override
    public long readBytes(long bytes) {
        long start = at;
        if (!has(bytes)) {
            return address;
        }
        at += bytes;
        return start;
    }

    private boolean has(long bytes) {
        if (bytes < 0 || bytes > end - at) {
            fail();
            return false;
        }
        return true;
    }

    private long lengthAfter(int first) {
        if (first >>> 6 == RdbFormat.LENGTH_6) {
            return first;
        }
        if (first >>> 6 == RdbFormat.LENGTH_14) {
            return (first & 0x3F) << 8 | readByte();
        }
        if (first == RdbFormat.LENGTH_32) {
            return Integer.reverseBytes((int) little(Integer.BYTES)) & 0xFFFF_FFFFL;
        }
        if (first == RdbFormat.LENGTH_64) {
            return Long.reverseBytes(little(Long.BYTES));
        }
        fail();
        return 0;
    }

    private long little(int bytes) {
        long value = 0;
        if (has(bytes)) {
            for (int i = 0; i < bytes; i++) {
                value |= (long) Mem.getUnsignedByte(at++) << 8 * i;
            }
        }
        return value;
    }

    private void digits(long value) {
        address = scratch.reserve(Numbers.MAX_LONG_DIGITS);
        length = failed ? 0 : Numbers.write(address, value);
    }

    private void expand() {
        long compressed = readLength();
        long plain = readLength();
        long source = readBytes(compressed);
        // No compression of this kind gains more than a factor of 88.
        if (failed || plain > Integer.MAX_VALUE || plain < 0 || plain / 100 > compressed) {
            fail();
            return;
        }
        address = scratch.reserve(Math.max(plain, Numbers.MAX_LONG_DIGITS));
        length = plain;
        if (!Lzf.expand(source, (int) compressed, address, (int) plain)) {
            fail();
        }
    }
}
