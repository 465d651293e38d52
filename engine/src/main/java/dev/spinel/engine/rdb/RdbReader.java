package dev.spinel.engine.rdb;

import dev.spinel.engine.keyspace.ValueSource;
import dev.spinel.engine.memory.Arena;
import dev.spinel.engine.memory.Mem;
import dev.spinel.engine.memory.MemoryTag;
import dev.spinel.engine.memory.Scratch;
import dev.spinel.engine.resp.Numbers;
import dev.spinel.engine.struct.Blocks;
import dev.spinel.engine.struct.listpack.Listpack;
import java.nio.charset.StandardCharsets;

/**
 * Reads RDB objects: from memory somebody else owns, or through a window that is fed as needed. Owned by one thread;
 * close it.
 */
public final class RdbReader implements ValueSource, AutoCloseable {
    private static final long WINDOW_BYTES = 1 << 20;

    private static final int NAN = 253;
    private static final int INFINITY = 254;
    private static final int MINUS_INFINITY = 255;

    private final int tag;
    private final Scratch scratch;
    private final Scratch converted;
    private final OldEncodings oldEncodings = new OldEncodings();
    private ByteFeed feed;
    private long window;
    private long windowBytes;
    /** Bytes of the feed before the window. */
    private long passed;
    /** Where the bytes start that are in memory. */
    private long base;
    private long checksum;
    private long summed;
    private long failedAt;
    private String reason;
    private long at;
    private long end;
    private long address;
    private long length;
    private boolean failed;
    private boolean isEmptyValue;
    private boolean endedEarly;

    public RdbReader() {
        this(MemoryTag.SERVER);
    }

    /** @param tag of the memory it needs; a shared one where the reader is not the reactor's */
    public RdbReader(int tag) {
        this.tag = tag;
        scratch = new Scratch(tag);
        converted = new Scratch(tag);
    }

    /** Starts reading {@code bytes} bytes at {@code start}. */
    public void begin(long start, long bytes) {
        feed = null;
        restart(start, start + bytes);
    }

    /** Starts reading what a feed delivers. */
    public void begin(ByteFeed source) {
        if (window == 0) {
            window = Blocks.allocate(tag, WINDOW_BYTES);
            windowBytes = WINDOW_BYTES;
        }
        feed = source;
        restart(window, window);
    }

    private void restart(long start, long limit) {
        at = start;
        base = start;
        end = limit;
        address = scratch.reserve(Numbers.MAX_LONG_DIGITS);
        length = 0;
        failed = false;
        isEmptyValue = false;
        endedEarly = false;
        reason = null;
        passed = 0;
        checksum = 0;
        summed = start;
    }

    /** Bytes read so far; after a failure, where it was met. */
    public long position() {
        return failed ? failedAt : passed + at - base;
    }

    /** CRC-64 of what was read from a feed so far. */
    public long checksum() {
        checksum = Crc64.update(checksum, summed, at - summed);
        summed = at;
        return checksum;
    }

    /** Why reading failed, where somebody said so; null otherwise. */
    public String reason() {
        return reason;
    }

    /** Whether reading failed because there was less than announced. */
    public boolean endedEarly() {
        return endedEarly;
    }

    /** Bytes not yet read, those still in the feed included. */
    public long remaining() {
        return end - at + (feed == null ? 0 : feed.remaining());
    }

    @Override
    public void close() {
        scratch.close();
        converted.close();
        if (window != 0) {
            Arena.free(window);
        }
        window = 0;
    }

    @Override
    public void fail() {
        if (!failed) {
            failedAt = passed + at - base;
        }
        failed = true;
        at = end;
        length = 0;
    }

    @Override
    public void failEmpty() {
        isEmptyValue = true;
    }

    /** Whether the value read last had no elements; answers true once. */
    public boolean takeEmptyValue() {
        boolean answer = isEmptyValue && !failed;
        isEmptyValue = false;
        return answer;
    }

    @Override
    public void fail(String why) {
        if (!failed) {
            reason = why;
        }
        fail();
    }

    @Override
    public boolean failed() {
        return failed || isEmptyValue;
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
    public void readZiplist() {
        readString();
        long listpack = openConverted();
        if (!failed && !oldEncodings.convertZiplist(address, length, listpack)) {
            fail();
        }
        answer(listpack);
    }

    @Override
    public void readZipmap() {
        readString();
        long listpack = openConverted();
        if (!failed && !oldEncodings.convertZipmap(address, length, listpack)) {
            fail();
        }
        answer(listpack);
    }

    private long openConverted() {
        return converted.reserve(OldEncodings.listpackRoom(length));
    }

    private void answer(long listpack) {
        address = listpack;
        length = failed ? 0 : Listpack.bytes(listpack);
    }

    @Override
    public double readDoubleText() {
        int bytes = readByte();
        switch (bytes) {
            case NAN -> {
                return Double.NaN;
            }
            case INFINITY -> {
                return Double.POSITIVE_INFINITY;
            }
            case MINUS_INFINITY -> {
                return Double.NEGATIVE_INFINITY;
            }
            default -> {
                long text = readBytes(bytes);
                return failed ? 0 : parse(text, bytes);
            }
        }
    }

    private double parse(long text, int bytes) {
        try {
            return Double.parseDouble(new String(Mem.toBytes(text, bytes), StandardCharsets.ISO_8859_1));
        } catch (NumberFormatException notANumber) {
            fail();
            return 0;
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
        if (!has(bytes)) {
            return address;
        }
        at += bytes;
        return at - bytes;
    }

    private boolean has(long bytes) {
        if (bytes < 0 || bytes > end - at) {
            return refill(bytes);
        }
        return true;
    }

    /** Moves the rest of the window to its front and fetches what is missing, if there is that much. */
    private boolean refill(long bytes) {
        long rest = end - at;
        if (failed || feed == null || bytes < 0 || bytes - rest > feed.remaining()) {
            endedEarly |= !failed && bytes >= 0;
            fail();
            return false;
        }
        checksum();
        passed += at - base;
        long old = window;
        if (bytes > windowBytes) {
            window = Blocks.allocate(tag, bytes);
            windowBytes = bytes;
        }
        Mem.copy(at, window, rest);
        if (old != window) {
            Arena.free(old);
        }
        at = window;
        base = window;
        summed = at;
        end = window + rest;
        while (end - at < bytes) {
            long got = feed.read(end, windowBytes - (end - at));
            if (got <= 0) {
                endedEarly = true;
                fail();
                return false;
            }
            end += got;
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
