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
    private static final int MAX_FAST_DIGITS = 12;

    private final Args args;
    private long cursor;
    private long commandStart;
    private long remaining;
    private long number;
    private long bulkLength = NO_LENGTH;
    private long block;
    private long blockFilled;
    private long blockRoom;
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

    /** First address whose bytes an unfinished command still needs; up to the cursor when it receives a block. */
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

    /** Gives back the part of the block that nothing arrived for; {@link #growBlock} before more is received. */
    public void trimBlock() {
        if (block != 0 && blockRoom > blockFilled) {
            blockRoom = Math.max(blockFilled, 1);
            block = Arena.reallocate(block, blockRoom);
        }
    }

    /** Makes room for all that the block still lacks. */
    public void growBlock() {
        if (blockRoom < bulkLength + 2) {
            blockRoom = bulkLength + 2;
            block = Arena.reallocate(block, blockRoom);
        }
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

    /** Bytes of an unfinished block received so far. */
    public long blockReceivedBytes() {
        return block == 0 ? 0 : blockFilled;
    }

    /** Bytes of memory held for an unfinished block. */
    public long blockBytes() {
        return block == 0 ? 0 : blockRoom;
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
        int status = readNumber(limit, "too big mbulk count string", "invalid multibulk length");
        if (status != COMPLETE) {
            return status;
        }
        if (number > MAX_ARGUMENTS) {
            return fail("invalid multibulk length");
        }
        if (number > MAX_ARGUMENTS_BEFORE_AUTH && !authenticated) {
            return fail("unauthenticated multibulk length");
        }
        remaining = Math.max(number, 0);
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
        if (cursor < limit && Mem.getByte(cursor) != '$') {
            return failUnlessLineIsMissing(limit);
        }
        int status = readNumber(limit, "too big bulk count string", "invalid bulk length");
        if (status != COMPLETE) {
            return status;
        }
        if (number < 0 || number > maxBulkBytes) {
            return fail("invalid bulk length");
        }
        if (number > MAX_BULK_BEFORE_AUTH && !authenticated) {
            return fail("unauthenticated bulk length");
        }
        bulkLength = number;
        return COMPLETE;
    }

    private int failUnlessLineIsMissing(long limit) {
        if (findLineEnd(limit) == 0) {
            return limit - cursor > MAX_LINE_BYTES ? fail("too big bulk count string") : INCOMPLETE;
        }
        return fail("expected '$', got '" + (char) Mem.getUnsignedByte(cursor) + "'");
    }

    /**
     * Reads the number of a line such as {@code *3} or {@code $5} and moves behind the line. One pass over what clients
     * send; everything unusual takes the slow way.
     */
    private int readNumber(long limit, String tooLong, String malformed) {
        long at = cursor + 1;
        long end = Math.min(limit - 1, at + MAX_FAST_DIGITS);
        long value = 0;
        while (at < end) {
            int digit = Mem.getByte(at) - '0';
            if (digit < 0 || digit > 9) {
                break;
            }
            value = value * 10 + digit;
            at++;
        }
        boolean leadingZero = at > cursor + 2 && Mem.getByte(cursor + 1) == '0';
        if (at >= end || at == cursor + 1 || leadingZero || Mem.getByte(at) != '\r') {
            return readNumberSlow(limit, tooLong, malformed);
        }
        number = value;
        cursor = at + 2;
        return COMPLETE;
    }

    private int readNumberSlow(long limit, String tooLong, String malformed) {
        long end = findLineEnd(limit);
        if (end == 0) {
            return limit - cursor > MAX_LINE_BYTES ? fail(tooLong) : INCOMPLETE;
        }
        long length = end - cursor - 1;
        if (!Numbers.isLong(cursor + 1, length)) {
            return fail(malformed);
        }
        number = Numbers.parseLong(cursor + 1, length);
        cursor = end + 2;
        return COMPLETE;
    }

    private void startBlock(long limit) {
        blockRoom = bulkLength + 2;
        block = Arena.allocate(MemoryTag.VALUE, blockRoom);
        blockFilled = limit - cursor;
        Mem.initCopy(cursor, block, blockFilled);
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
