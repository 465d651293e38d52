package dev.spinel.engine.resp;

import dev.spinel.engine.memory.Arena;
import dev.spinel.engine.memory.Mem;

/**
 * Writes replies in RESP2 or RESP3 into one contiguous arena block that grows as needed. Deferred aggregates insert
 * their header when they are closed. Owned by one client; the block is lent by a {@link ReplyBlocks} pool while there
 * is something to say, so an idle client holds none.
 *
 * <pre>
 *   block          block + sent            block + length
 *   | sent already | waiting to be written | free …
 * </pre>
 */
public final class ReplyBuilder {
    private static final byte[] CRLF = {'\r', '\n'};
    private static final byte[] OK = Text.bytes("+OK\r\n");
    private static final byte[] NIL_BULK = Text.bytes("$-1\r\n");
    private static final byte[] NIL_ARRAY = Text.bytes("*-1\r\n");
    private static final byte[] NIL_3 = Text.bytes("_\r\n");
    private static final int LONGEST_HEADER = 1 + Numbers.MAX_LONG_DIGITS + 2;

    private final ReplyBlocks blocks;
    private long block;
    private long capacity;
    private long length;
    private long sent;
    private int version = 2;
    private boolean muted;
    private boolean abandoned;
    private Runnable onGrowth = () -> {};
    private long errorCount;
    private long innerErrorCount;
    private long peak;

    public ReplyBuilder(ReplyBlocks blocks) {
        this.blocks = blocks;
    }

    /** RESP version of the replies: 2 or 3. */
    public int version() {
        return version;
    }

    public void version(int version) {
        this.version = version;
    }

    /** While muted every reply is dropped. */
    public void mute(boolean muted) {
        this.muted = muted || abandoned;
    }

    /** Drops every further reply: nobody will read it. Who replies at length may ask and stop. */
    public void abandon() {
        abandoned = true;
        muted = true;
    }

    public boolean isAbandoned() {
        return abandoned;
    }

    /** Who hears that the block has grown, in the middle of a reply. */
    public void onGrowth(Runnable listener) {
        onGrowth = listener;
    }

    public boolean isMuted() {
        return muted;
    }

    /** Address of the first byte not yet sent. Moves with the next reply. */
    public long pendingAddress() {
        return block + sent;
    }

    public long pendingLength() {
        return length - sent;
    }

    /** Offset behind the last byte written; what is appended later starts here. */
    public long position() {
        return length;
    }

    public long address(long position) {
        return block + position;
    }

    /** Bytes of memory held. */
    public long capacity() {
        return capacity;
    }

    /** Most bytes that ever waited at once. */
    public long peak() {
        return peak;
    }

    /** Errors written so far. */
    public long errorCount() {
        return errorCount;
    }

    /** Errors came with {@link #raw(long, long)}. */
    public void countErrors(int count) {
        errorCount += count;
    }

    /** Errors that a call inside the present one has answered for. */
    public long innerErrorCount() {
        return innerErrorCount;
    }

    public void innerErrorCount(long count) {
        innerErrorCount = count;
    }

    /** Drops {@code bytes} from the front; gives the block back when nothing is left. */
    public void sent(long bytes) {
        peak = Math.max(peak, length);
        sent += bytes;
        if (sent == length) {
            clear();
        }
    }

    /** Drops everything behind {@code position}. */
    public void truncate(long position) {
        length = position;
        if (length == 0) {
            clear();
        }
    }

    public void clear() {
        if (block != 0) {
            blocks.release(block, capacity);
        }
        block = 0;
        capacity = 0;
        length = 0;
        sent = 0;
    }

    public void ok() {
        raw(OK);
    }

    public void simple(byte[] text) {
        line('+', text);
    }

    public void simple(String text) {
        line('+', Text.bytes(text));
    }

    /** An error without its leading dash. Line breaks inside become spaces. */
    public void error(byte[] text) {
        errorCount++;
        long start = length;
        line('-', text);
        if (length > start) {
            flattenLineBreaks(block + start + 1, text.length);
        }
    }

    public void error(String text) {
        error(Text.bytes(text));
    }

    public void integer(long value) {
        header(':', value);
    }

    /** An integer as a bulk string. */
    public void bulkInteger(long value) {
        if (muted) {
            return;
        }
        int digits = Numbers.length(value);
        header('$', digits);
        reserve(digits + 2);
        Numbers.write(block + length, value);
        length += digits;
        endLine();
    }

    public void bulk(long address, long bytes) {
        if (muted) {
            return;
        }
        header('$', bytes);
        reserve(bytes + 2);
        Mem.initCopy(address, block + length, bytes);
        length += bytes;
        endLine();
    }

    /** A bulk string from memory outside the arena. */
    public void bulkForeign(long address, long bytes) {
        if (muted) {
            return;
        }
        header('$', bytes);
        reserve(bytes + 2);
        Mem.copyFromForeign(address, block + length, bytes);
        length += bytes;
        endLine();
    }

    public void bulk(byte[] bytes) {
        header('$', bytes.length);
        raw(bytes);
        raw(CRLF);
    }

    public void bulk(String text) {
        bulk(Text.bytes(text));
    }

    /** A double: a bulk string in RESP2. */
    public void number(double value) {
        number(Text.bytes(Doubles.format(value)));
    }

    /** A double in a notation of the caller's; a bulk string in RESP2. */
    public void number(byte[] text) {
        if (version >= 3) {
            line(',', text);
        } else {
            bulk(text);
        }
    }

    /** A null: the null bulk in RESP2. */
    public void nil() {
        nil(version);
    }

    /** A null of a version that need not be that of the other replies. */
    public void nil(int ofVersion) {
        raw(ofVersion >= 3 ? NIL_3 : NIL_BULK);
    }

    /** A null where RESP2 answers the null array. */
    public void nilArray() {
        raw(version >= 3 ? NIL_3 : NIL_ARRAY);
    }

    /** A boolean: 1 or 0 in RESP2. */
    public void bool(boolean value) {
        if (version >= 3) {
            raw(value ? TRUE : FALSE);
        } else {
            integer(value ? 1 : 0);
        }
    }

    private static final byte[] TRUE = Text.bytes("#t\r\n");
    private static final byte[] FALSE = Text.bytes("#f\r\n");

    /** Text with a three-letter format, such as {@code txt}; a bulk string in RESP2. */
    public void verbatim(String format, byte[] text) {
        if (version < 3) {
            bulk(text);
            return;
        }
        header('=', text.length + 4L);
        raw(Text.bytes(format + ":"));
        raw(text);
        raw(CRLF);
    }

    /** A number of any size as decimal text; a bulk string in RESP2. */
    public void bigNumber(byte[] digits) {
        if (version >= 3) {
            line('(', digits);
        } else {
            bulk(digits);
        }
    }

    public void array(long elements) {
        header('*', elements);
    }

    /** A map of {@code pairs} keys and values; a flat array in RESP2. */
    public void map(long pairs) {
        aggregate('%', pairs, pairs * 2);
    }

    public void set(long elements) {
        aggregate('~', elements, elements);
    }

    /** Out-of-band data; an array in RESP2. */
    public void push(long elements) {
        aggregate('>', elements, elements);
    }

    /** Attributes before a reply; callers write none of them in RESP2. */
    public void attribute(long pairs) {
        header('|', pairs);
    }

    /** Starts an aggregate of unknown size; close it with one of the {@code close} methods. */
    public long defer() {
        return length;
    }

    public void closeArray(long start, long elements) {
        insertHeader(start, '*', elements);
    }

    /** Inserts a bulk at a place of {@link #defer}, before what was written since. */
    public void closeBulk(long start, long address, long bytes) {
        if (muted) {
            return;
        }
        long size = Numbers.length(bytes) + 5L + bytes;
        reserve(size);
        Mem.copy(block + start, block + start + size, length - start);
        long at = block + start + writeHeader(block + start, '$', bytes);
        Mem.initCopy(address, at, bytes);
        Mem.initByte(at + bytes, (byte) '\r');
        Mem.initByte(at + bytes + 1, (byte) '\n');
        length += size;
    }

    public void closeMap(long start, long pairs) {
        insertHeader(start, version >= 3 ? '%' : '*', version >= 3 ? pairs : pairs * 2);
    }

    public void closeSet(long start, long elements) {
        insertHeader(start, version >= 3 ? '~' : '*', elements);
    }

    public void closePush(long start, long elements) {
        insertHeader(start, version >= 3 ? '>' : '*', elements);
    }

    public void closeAttribute(long start, long pairs) {
        insertHeader(start, '|', pairs);
    }

    /** The lines of a HELP subcommand. */
    public void help(String... lines) {
        array(lines.length);
        for (String text : lines) {
            simple(text);
        }
    }

    /** Appends bytes that are RESP already. */
    public void raw(byte[] bytes) {
        if (muted) {
            return;
        }
        reserve(bytes.length);
        Mem.initCopyIn(bytes, 0, block + length, bytes.length);
        length += bytes.length;
    }

    public void raw(long address, long bytes) {
        if (muted) {
            return;
        }
        reserve(bytes);
        Mem.initCopy(address, block + length, bytes);
        length += bytes;
    }

    private void aggregate(char version3, long count3, long count2) {
        header(version >= 3 ? version3 : '*', version >= 3 ? count3 : count2);
    }

    private void line(char kind, byte[] text) {
        if (muted) {
            return;
        }
        reserve(text.length + 3L);
        Mem.initByte(block + length, (byte) kind);
        Mem.initCopyIn(text, 0, block + length + 1, text.length);
        length += text.length + 1;
        endLine();
    }

    private void header(char kind, long value) {
        if (muted) {
            return;
        }
        reserve(LONGEST_HEADER);
        length += writeHeader(block + length, kind, value);
    }

    private static int writeHeader(long address, char kind, long value) {
        Mem.initByte(address, (byte) kind);
        int digits = Numbers.write(address + 1, value);
        Mem.initByte(address + 1 + digits, (byte) '\r');
        Mem.initByte(address + 2 + digits, (byte) '\n');
        return digits + 3;
    }

    private void insertHeader(long start, char kind, long value) {
        if (muted) {
            return;
        }
        int header = Numbers.length(value) + 3;
        reserve(header);
        Mem.copy(block + start, block + start + header, length - start);
        writeHeader(block + start, kind, value);
        length += header;
    }

    private void endLine() {
        Mem.initByte(block + length, (byte) '\r');
        Mem.initByte(block + length + 1, (byte) '\n');
        length += 2;
    }

    private static void flattenLineBreaks(long address, int bytes) {
        for (int i = 0; i < bytes; i++) {
            byte b = Mem.getByte(address + i);
            if (b == '\r' || b == '\n') {
                Mem.initByte(address + i, (byte) ' ');
            }
        }
    }

    private void reserve(long bytes) {
        if (length + bytes > capacity) {
            growSlow(bytes);
        }
    }

    private void growSlow(long bytes) {
        if (block == 0) {
            block = blocks.lend();
            capacity = ReplyBlocks.BLOCK_BYTES;
            if (bytes <= capacity) {
                return;
            }
        }
        long grown = Math.max(length + bytes, Math.min(capacity * 2, capacity + (64L << 20)));
        long wider = Arena.allocate(blocks.tag(), grown);
        Mem.initCopy(block, wider, length);
        blocks.release(block, capacity);
        block = wider;
        capacity = Arena.blockSize(wider);
        onGrowth.run();
    }
}
