package dev.spinel.engine.type.string;

import dev.spinel.engine.command.Call;
import dev.spinel.engine.keyspace.Key;
import dev.spinel.engine.keyspace.ValueType;
import dev.spinel.engine.memory.Mem;
import dev.spinel.engine.resp.Args;
import dev.spinel.engine.resp.Errors;
import dev.spinel.engine.resp.Numbers;
import dev.spinel.engine.resp.Text;

/**
 * Longest common subsequence of two strings by the usual table of lengths, kept in scratch memory.
 *
 * <pre>
 *   scratch
 *   | digits of key 1 | digits of key 2 | length [0..n][0..m], u32 | the subsequence |
 * </pre>
 *
 * Source: lcsCommand in t_string.c, whose choice among equally long subsequences this repeats.
 */
final class Lcs {
    private static final byte[] NOT_STRINGS = Errors.bytes("ERR The specified keys must contain string values");
    private static final byte[] LENGTH_AND_INDEXES =
        Errors.bytes("ERR If you want both the length and indexes, please just use IDX.");
    private static final byte[] TOO_MUCH_MEMORY =
        Errors.bytes("ERR Insufficient memory, transient memory for LCS exceeds proto-max-bulk-len");
    private static final byte[] IDX = Text.bytes("idx");
    private static final byte[] LEN = Text.bytes("len");
    private static final byte[] WITHMATCHLEN = Text.bytes("withmatchlen");
    private static final byte[] MINMATCHLEN = Text.bytes("minmatchlen");
    private static final byte[] MATCHES = Text.bytes("matches");
    private static final long TABLE_OFFSET = 2 * Numbers.MAX_LONG_DIGITS;
    private static final long NONE = -1;

    private final Call call;
    private boolean wantsLength;
    private boolean wantsRanges;
    private boolean wantsMatchLength;
    private long minMatchLength;

    private long left;
    private long right;
    private long leftLength;
    private long rightLength;
    private long table;
    private long result;

    /** Of the run of matches being followed backwards: its first bytes, and how many there are. */
    private long leftStart = NONE;
    private long rightStart;
    private long runLength;
    private long emitted;

    private Lcs(Call call) {
        this.call = call;
    }

    /** Replies the subsequence, its length, or the ranges that match. */
    static void run(Call call) {
        Key first = call.read(1);
        Key second = call.read(2);
        if (!isStringOrAbsent(first) || !isStringOrAbsent(second)) {
            call.fail(NOT_STRINGS);
            return;
        }
        Lcs lcs = new Lcs(call);
        lcs.parse();
        if (!call.failed()) {
            lcs.load(first, second);
        }
        if (!call.failed()) {
            lcs.fill();
            lcs.answer();
        }
    }

    private static boolean isStringOrAbsent(Key key) {
        return !key.exists() || key.type() == ValueType.STRING;
    }

    private void parse() {
        Args args = call.args();
        for (int i = 3; i < args.count() && !call.failed(); i++) {
            if (args.is(i, IDX)) {
                wantsRanges = true;
            } else if (args.is(i, LEN)) {
                wantsLength = true;
            } else if (args.is(i, WITHMATCHLEN)) {
                wantsMatchLength = true;
            } else if (args.is(i, MINMATCHLEN) && i + 1 < args.count()) {
                minMatchLength = call.integer(++i);
            } else {
                call.fail(Errors.SYNTAX);
            }
        }
        if (wantsLength && wantsRanges) {
            call.fail(LENGTH_AND_INDEXES);
        }
    }

    private void load(Key first, Key second) {
        leftLength = StringValue.length(first);
        rightLength = StringValue.length(second);
        long cells = (leftLength + 1) * (rightLength + 1);
        if (cells * Integer.BYTES > call.limits().maxStringBytes()) {
            call.fail(TOO_MUCH_MEMORY);
            return;
        }
        long shorter = Math.min(leftLength, rightLength);
        long digits = call.scratch(TABLE_OFFSET + cells * Integer.BYTES + shorter);
        left = first.exists() ? StringValue.address(first, digits) : digits;
        right = second.exists() ? StringValue.address(second, digits + Numbers.MAX_LONG_DIGITS) : digits;
        table = digits + TABLE_OFFSET;
        result = table + cells * Integer.BYTES;
    }

    private long cell(long i, long j) {
        return table + (i * (rightLength + 1) + j) * Integer.BYTES;
    }

    private int at(long i, long j) {
        return Mem.getInt(cell(i, j));
    }

    private boolean isMatch(long i, long j) {
        return Mem.getByte(left + i - 1) == Mem.getByte(right + j - 1);
    }

    private void fill() {
        Mem.initFill(table, (rightLength + 1) * Integer.BYTES, (byte) 0);
        for (long i = 1; i <= leftLength; i++) {
            Mem.initInt(cell(i, 0), 0);
            for (long j = 1; j <= rightLength; j++) {
                int length = isMatch(i, j) ? at(i - 1, j - 1) + 1 : Math.max(at(i - 1, j), at(i, j - 1));
                Mem.initInt(cell(i, j), length);
            }
        }
    }

    private void answer() {
        int length = at(leftLength, rightLength);
        if (wantsRanges) {
            call.reply().map(2);
            call.reply().bulk(MATCHES);
            long start = call.reply().defer();
            walkBack(length);
            call.reply().closeArray(start, emitted);
            call.reply().bulk(LEN);
            call.reply().integer(length);
        } else if (wantsLength) {
            call.reply().integer(length);
        } else {
            walkBack(length);
            call.reply().bulk(result, length);
        }
    }

    /** Follows the table from its end, collecting the subsequence and the ranges. */
    private void walkBack(int length) {
        long i = leftLength;
        long j = rightLength;
        int index = length;
        while (i > 0 && j > 0) {
            if (isMatch(i, j)) {
                Mem.initByte(result + --index, Mem.getByte(left + i - 1));
                i--;
                j--;
                extendRun(i, j);
            } else {
                boolean isUp = at(i - 1, j) > at(i, j - 1);
                i -= isUp ? 1 : 0;
                j -= isUp ? 0 : 1;
                endRun();
            }
        }
        endRun();
    }

    /** Adds the match of byte {@code i} with byte {@code j}, which ends a run it does not touch. */
    private void extendRun(long i, long j) {
        if (leftStart != NONE && (leftStart != i + 1 || rightStart != j + 1)) {
            endRun();
        }
        runLength = leftStart == NONE ? 1 : runLength + 1;
        leftStart = i;
        rightStart = j;
    }

    private void endRun() {
        if (leftStart != NONE && wantsRanges && runLength >= minMatchLength) {
            call.reply().array(wantsMatchLength ? 3 : 2);
            replyRange(leftStart);
            replyRange(rightStart);
            if (wantsMatchLength) {
                call.reply().integer(runLength);
            }
            emitted++;
        }
        leftStart = NONE;
    }

    private void replyRange(long start) {
        call.reply().array(2);
        call.reply().integer(start);
        call.reply().integer(start + runLength - 1);
    }
}
