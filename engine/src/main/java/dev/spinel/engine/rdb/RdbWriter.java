package dev.spinel.engine.rdb;

import dev.spinel.engine.keyspace.LongString;
import dev.spinel.engine.keyspace.ValueSink;
import dev.spinel.engine.memory.Arena;
import dev.spinel.engine.memory.Mem;
import dev.spinel.engine.memory.MemoryTag;
import dev.spinel.engine.resp.Numbers;
import dev.spinel.engine.struct.Blocks;

/**
 * Writes RDB objects: into one arena block that grows as needed, or through a block of bounded size into a drain.
 * Owned by one thread; close it.
 */
public final class RdbWriter implements ValueSink, AutoCloseable {
    private static final int FIRST_BYTES = 256;
    private static final int LONGEST_LENGTH = 1 + Long.BYTES;
    /** Longest text that may be an integer of 32 bits. */
    private static final int MAX_INTEGER_TEXT = 11;
    private static final int MIN_COMPRESSED = 21;
    private static final int MIN_SAVED = 4;

    private static final long DRAINED_BYTES = 1 << 18;
    /** Longer strings are compressed in pieces on their way to a drain, so that the result need not be held. */
    private static final long LONGEST_HELD = 64 << 20;

    private final boolean compresses;
    private final int version;
    private final int tag;
    private final ByteDrain drain;
    private final Lzf lzf;
    private long block;
    private long capacity;
    private long length;
    private long drained;
    private long checksum;

    /** @param compresses whether long strings are compressed when that saves room: {@code rdbcompression} */
    public RdbWriter(boolean compresses) {
        this(compresses, RdbFormat.VERSION, MemoryTag.SERVER, null);
    }

    /**
     * @param version of the format, which types of values heed
     * @param tag of the block; a shared one where the writer is not the reactor's
     * @param drain gets the bytes whenever there are enough of them, and at {@link #flush}; null keeps them
     */
    public RdbWriter(boolean compresses, int version, int tag, ByteDrain drain) {
        this.compresses = compresses;
        this.version = version;
        this.tag = tag;
        this.drain = drain;
        lzf = compresses ? new Lzf() : null;
        block = Blocks.allocate(tag, drain == null ? FIRST_BYTES : DRAINED_BYTES);
        capacity = Arena.blockSize(block);
    }

    /** Hands everything written so far to the drain. */
    public void flush() {
        if (length > 0) {
            pass(block, length);
        }
        length = 0;
    }

    private void pass(long address, long bytes) {
        checksum = Crc64.update(checksum, address, bytes);
        drained += bytes;
        drain.write(address, bytes);
    }

    /** CRC-64 of everything written; flushes. Only with a drain. */
    public long checksum() {
        flush();
        return checksum;
    }

    /** Bytes written so far, those in the drain included. */
    public long position() {
        return drained + length;
    }

    @Override
    public int version() {
        return version;
    }

    /** Address of what was written; moves with the next write. */
    public long address() {
        return block;
    }

    public long length() {
        return length;
    }

    public void clear() {
        length = 0;
    }

    @Override
    public void close() {
        Arena.free(block);
    }

    @Override
    public void writeByte(int value) {
        reserve(1);
        Mem.initByte(block + length++, (byte) value);
    }

    @Override
    public void writeLength(long value) {
        reserve(LONGEST_LENGTH);
        long at = block + length;
        if (value >= 0 && value < 1 << 6) {
            Mem.initByte(at, (byte) value);
            length += 1;
        } else if (value >= 0 && value < 1 << 14) {
            Mem.initByte(at, (byte) (RdbFormat.LENGTH_14 << 6 | value >>> 8));
            Mem.initByte(at + 1, (byte) value);
            length += 2;
        } else if (value >= 0 && value <= 0xFFFF_FFFFL) {
            Mem.initByte(at, (byte) RdbFormat.LENGTH_32);
            Mem.initInt(at + 1, Integer.reverseBytes((int) value));
            length += 1 + Integer.BYTES;
        } else {
            Mem.initByte(at, (byte) RdbFormat.LENGTH_64);
            Mem.initLong(at + 1, Long.reverseBytes(value));
            length += 1 + Long.BYTES;
        }
    }

    @Override
    public void writeString(long address, long bytes) {
        if (bytes <= MAX_INTEGER_TEXT && Numbers.isLong(address, bytes)) {
            long value = Numbers.parseLong(address, bytes);
            if (value == (int) value) {
                writeInteger((int) value);
                return;
            }
        }
        if (drain != null && bytes > LONGEST_HELD) {
            writeLongString(new Whole(address, bytes));
        } else if (!isCompressible(bytes) || !writeCompressed(address, (int) bytes)) {
            writeLength(bytes);
            writeBytes(address, bytes);
        }
    }

    private boolean isCompressible(long bytes) {
        return compresses && bytes >= MIN_COMPRESSED && bytes <= Integer.MAX_VALUE;
    }

    /** A string that lies in memory. */
    private record Whole(long address, long length) implements LongString {
        @Override
        public long piece(long offset, long bytes) {
            return address + offset;
        }
    }

    /** Compresses twice: the first time to learn how long the result is, which stands in front of it. */
    @Override
    public void writeLongString(LongString text) {
        if (!isCompressible(text.length())) {
            ValueSink.super.writeLongString(text);
            return;
        }
        int limit = (int) text.length() - MIN_SAVED;
        try (LzfPieces pieces = new LzfPieces(lzf, tag)) {
            int compressed = pieces.compressedLength(text, limit);
            if (compressed == 0) {
                ValueSink.super.writeLongString(text);
                return;
            }
            writeByte(RdbFormat.LZF);
            writeLength(compressed);
            writeLength(text.length());
            pieces.compress(text, limit, this::writeBytes);
        }
    }

    @Override
    public void writeIntegerString(long value) {
        if (value == (int) value) {
            writeInteger((int) value);
            return;
        }
        int digits = Numbers.length(value);
        writeLength(digits);
        reserve(digits);
        length += Numbers.write(block + length, value);
    }

    @Override
    public void writeDouble(double value) {
        writeLong(Double.doubleToRawLongBits(value));
    }

    @Override
    public void writeLong(long value) {
        reserve(Long.BYTES);
        Mem.initLong(block + length, value);
        length += Long.BYTES;
    }

    @Override
    public void writeBytes(long address, long bytes) {
        if (drain != null && bytes > DRAINED_BYTES) {
            flush();
            pass(address, bytes);
            return;
        }
        reserve(bytes);
        Mem.initCopy(address, block + length, bytes);
        length += bytes;
    }

    /** Two bytes, little-endian. */
    void writeShort(int value) {
        writeByte(value);
        writeByte(value >>> 8);
    }

    private void writeInteger(int value) {
        if (value == (byte) value) {
            writeByte(RdbFormat.INT8);
            writeByte(value);
        } else if (value == (short) value) {
            writeByte(RdbFormat.INT16);
            writeShort(value);
        } else {
            writeByte(RdbFormat.INT32);
            writeShort(value);
            writeShort(value >>> 16);
        }
    }

    private boolean writeCompressed(long address, int bytes) {
        reserve(1 + 2L * LONGEST_LENGTH + bytes);
        long start = length;
        long gap = 1 + 2 * LONGEST_LENGTH;
        int compressed = lzf.compress(address, bytes, block + start + gap, bytes - MIN_SAVED);
        if (compressed == 0) {
            return false;
        }
        writeByte(RdbFormat.LZF);
        writeLength(compressed);
        writeLength(bytes);
        Mem.copy(block + start + gap, block + length, compressed);
        length += compressed;
        return true;
    }

    private void reserve(long bytes) {
        if (drain != null && length + bytes > DRAINED_BYTES) {
            flush();
        }
        if (length + bytes > capacity) {
            block = Blocks.reallocate(block, Math.max(length + bytes, capacity * 2));
            capacity = Arena.blockSize(block);
        }
    }
}
