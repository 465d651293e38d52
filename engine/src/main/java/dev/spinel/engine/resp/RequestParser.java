package dev.spinel.engine.resp;

import dev.spinel.engine.memory.Arena;
import dev.spinel.engine.memory.Mem;
import dev.spinel.engine.memory.MemoryTag;

/**
 * Cuts a stream of bytes into commands: RESP arrays of bulk strings, or inline lines. Small arguments stay where they
 * were received; a bulk of {@link #BLOCK_BYTES} or more that has not arrived whole is received into a block of its own,
 * so it is never copied again. One per connection; holds the state between partial reads. Source: networking.c
 * processInlineBuffer, processMultibulkBuffer.
 *
 * <pre>
 *   retainFrom()          cursor()                limit
 *   | args of this command | not looked at yet …  |
 * </pre>
 */
public final class RequestParser {
    /** What {@link #parse} found. */
    public static final int INCOMPLETE = 0;
    public static final int COMPLETE = 1;
    public static final int FAILED = 2;

    /** Bulk strings from this size on are received into their own block. */
    public static final int BLOCK_BYTES = 32 * 1024;
    /** Longest inline request, and longest line in general. */
    public static final int MAX_LINE_BYTES = 64 * 1024;

    private static final int MAX_ARGUMENTS = Integer.MAX_VALUE;
    private static final int MAX_ARGUMENTS_BEFORE_AUTH = 10;
    private static final int MAX_BULK_BEFORE_AUTH = 16384;
    private static final long NO_LENGTH = -1;

    private final Args args;
    private long cursor;
    private long commandStart;
    private long remaining;
    private long bulkLength = NO_LENGTH;
    private long block;
    private long blockFilled;
    private long maxBulkBytes = 512L << 20;
    private boolean authenticated = true;
    private String failure;

    /** Fills {@code args} with the arguments of each command. */
    public RequestParser(Args args) {
        this.args = args;
    }

    /** Limits of the next command: {@code proto-max-bulk-len}, and the small ones of unauthenticated clients. */
    public void limits(long maxBulkBytes, boolean authenticated) {
        this.maxBulkBytes = maxBulkBytes;
        this.authenticated = authenticated;
    }

    /** Sets where the next unread byte is. */
    public void start(long address) {
        cursor = address;
        if (remaining == 0) {
            commandStart = address;
        }
    }

    public long cursor() {
        return cursor;
    }

    /** First address whose bytes an unfinished command still needs. */
    public long retainFrom() {
        return remaining == 0 ? cursor : commandStart;
    }

    /** Tells that the retained bytes moved by {@code distance}. */
    public void rebase(long distance) {
        cursor += distance;
        commandStart += distance;
        args.rebase(distance);
    }

    /** Text of the protocol error after {@link #FAILED}, without {@code ERR}. */
    public String failure() {
        return failure;
    }

    /** Whether the next bytes belong straight into {@link #blockAddress}. */
    public boolean isReceivingBlock() {
        return block != 0;
    }

    /** Where the next bytes of the block go. */
    public long blockAddress() {
        return block + blockFilled;
    }

    /** Bytes the block still lacks, with the closing line break. */
    public long blockRemaining() {
        return bulkLength + 2 - blockFilled;
    }

    /** Tells that {@code bytes} were written at {@link #blockAddress}. */
    public void blockReceived(long bytes) {
        blockFilled += bytes;
    }

    /** Bytes of memory held for an unfinished block. */
    public long blockBytes() {
        return block == 0 ? 0 : bulkLength + 2;
    }

    /** Frees what an unfinished command holds. */
    public void close() {
        if (block != 0) {
            Arena.free(block);
            block = 0;
        }
        args.clear();
        remaining = 0;
        bulkLength = NO_LENGTH;
    }

    /** Reads up to one command from the cursor on. The arguments are cleared by whoever executed the command. */
    public int parse(long limit) {
        if (remaining == 0) {
            args.clear();
            commandStart = cursor;
            if (cursor >= limit) {
                return INCOMPLETE;
            }
            int status = Mem.getByte(cursor) == '*' ? readCount(limit) : readInline(limit);
            if (status != COMPLETE || remaining == 0) {
                return status;
            }
        }
        while (remaining > 0) {
            int status = readBulk(limit);
            if (status != COMPLETE) {
                return status;
            }
        }
        return COMPLETE;
    }

    private int readCount(long limit) {
        long end = findLineEnd(limit);
        if (end == 0) {
            return limit - cursor > MAX_LINE_BYTES ? fail("too big mbulk count string") : INCOMPLETE;
        }
        long length = end - cursor - 1;
        if (!Numbers.isLong(cursor + 1, length)) {
            return fail("invalid multibulk length");
        }
        long count = Numbers.parseLong(cursor + 1, length);
        if (count > MAX_ARGUMENTS) {
            return fail("invalid multibulk length");
        }
        if (count > MAX_ARGUMENTS_BEFORE_AUTH && !authenticated) {
            return fail("unauthenticated multibulk length");
        }
        cursor = end + 2;
        remaining = Math.max(count, 0);
        return COMPLETE;
    }

    private int readBulk(long limit) {
        if (bulkLength == NO_LENGTH) {
            int status = readBulkLength(limit);
            if (status != COMPLETE) {
                return status;
            }
        }
        if (block != 0) {
            return finishBlock();
        }
        if (limit - cursor < bulkLength + 2) {
            if (bulkLength >= BLOCK_BYTES) {
                startBlock(limit);
            }
            return INCOMPLETE;
        }
        args.add(cursor, bulkLength);
        cursor += bulkLength + 2;
        bulkLength = NO_LENGTH;
        remaining--;
        return COMPLETE;
    }

    private int readBulkLength(long limit) {
        long end = findLineEnd(limit);
        if (end == 0) {
            return limit - cursor > MAX_LINE_BYTES ? fail("too big bulk count string") : INCOMPLETE;
        }
        byte kind = Mem.getByte(cursor);
        if (kind != '$') {
            return fail("expected '$', got '" + (char) (kind & 0xFF) + "'");
        }
        long length = end - cursor - 1;
        if (!Numbers.isLong(cursor + 1, length)) {
            return fail("invalid bulk length");
        }
        long value = Numbers.parseLong(cursor + 1, length);
        if (value < 0 || value > maxBulkBytes) {
            return fail("invalid bulk length");
        }
        if (value > MAX_BULK_BEFORE_AUTH && !authenticated) {
            return fail("unauthenticated bulk length");
        }
        cursor = end + 2;
        bulkLength = value;
        return COMPLETE;
    }

    private void startBlock(long limit) {
        block = Arena.allocate(MemoryTag.VALUE, bulkLength + 2);
        blockFilled = limit - cursor;
        Mem.initCopy(cursor, block, blockFilled);
        cursor = limit;
    }

    private int finishBlock() {
        if (blockRemaining() > 0) {
            return INCOMPLETE;
        }
        args.addBlock(block, bulkLength);
        block = 0;
        bulkLength = NO_LENGTH;
        remaining--;
        return COMPLETE;
    }

    /** Address of the carriage return that ends the line at the cursor, or 0 when the line is not whole. */
    private long findLineEnd(long limit) {
        for (long at = cursor; at + 1 < limit; at++) {
            if (Mem.getByte(at) == '\r') {
                return at;
            }
        }
        return 0;
    }

    private int readInline(long limit) {
        long end = cursor;
        while (end < limit && Mem.getByte(end) != '\n') {
            end++;
        }
        if (end == limit) {
            return limit - cursor > MAX_LINE_BYTES ? fail("too big inline request") : INCOMPLETE;
        }
        long length = end - cursor;
        if (length > 0 && Mem.getByte(end - 1) == '\r') {
            length--;
        }
        byte[][] words = InlineSplitter.split(Mem.toBytes(cursor, length));
        if (words == null) {
            return fail("unbalanced quotes in request");
        }
        for (byte[] word : words) {
            args.addCopy(word);
        }
        cursor = end + 1;
        return COMPLETE;
    }

    private int fail(String text) {
        failure = text;
        return FAILED;
    }
}
