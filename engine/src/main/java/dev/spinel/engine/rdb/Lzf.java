package dev.spinel.engine.rdb;

import dev.spinel.engine.memory.Mem;
import java.util.Arrays;

/**
 * The compression of long strings. Compressing looks every three bytes up in a table of where they were last seen.
 * One per writer; the table is reused.
 *
 * <pre>
 *   000ccccc + c+1 bytes                 literals
 *   lllooooo oooooooo                    copy l+2 bytes (l in 1..6) from o+1 bytes back
 *   111ooooo llllllll oooooooo           copy l+9 bytes
 * </pre>
 *
 * Source: the LibLZF format as RDB uses it.
 */
public final class Lzf {
    private static final int TABLE_BITS = 16;
    private static final int MAX_LITERALS = 32;
    static final int MAX_OFFSET = 1 << 13;
    /** So many bytes at the end are literals always. */
    static final int TAIL_BYTES = 2;
    private static final int MAX_COPY = 264;
    private static final int MIN_COPY = 3;
    private static final int LONG_COPY = 7;

    /** Where a triple was last seen, counted from {@link #base} plus one; what is not above the base was before. */
    private final int[] seen = new int[1 << TABLE_BITS];
    /** Grows with each string, so that the table need not be cleared for it. */
    private int base;
    private int nextBase;
    private long out;
    private long outEnd;
    /** Where the count of the open run of literals stands; its literals follow. */
    private long run;
    private int literals;

    /**
     * Compresses to {@code target}, which has room for {@code limit + 3} bytes; answers the size, or 0 when it might
     * exceed the limit. Gives up where the original does, so that the same strings end up compressed.
     */
    public int compress(long source, int length, long target, int limit) {
        begin(length, target, limit);
        int at = advance(source, 0, length - TAIL_BYTES, length);
        return at < 0 ? 0 : Math.max(finish(source, at, length, target), 0);
    }

    /** Starts with a string of {@code length} bytes. */
    void begin(int length, long target, int limit) {
        forget(length);
        out = target;
        outEnd = target + limit;
        openRun();
    }

    /**
     * Compresses from {@code from} until {@code stop} or a little behind; answers how far it came, or -1 when the limit
     * might be exceeded.
     */
    int advance(long source, int from, int stop, int length) {
        int at = from;
        while (at < stop) {
            int back = backReference(source, at);
            int copied = back == 0 ? 0 : matchLength(source, at, back, length);
            if (back == 0 ? out >= outEnd : !copy(copied, back)) {
                return -1;
            }
            if (back == 0) {
                literal(Mem.getByte(source + at++));
            } else {
                at += copied;
                remember(source, at - 2, length);
                remember(source, at - 1, length);
            }
        }
        return at;
    }

    /** Compresses the rest; answers how much stands at {@code target}, or -1 when the limit might be exceeded. */
    int finish(long source, int from, int length, long target) {
        if (out + 3 > outEnd) {
            return -1;
        }
        for (int at = from; at < length; at++) {
            literal(Mem.getByte(source + at));
        }
        closeRun();
        return (int) (out - target);
    }

    /** Bytes at {@code target} that will not change any more: all but the run of literals that is open. */
    int readyBytes(long target) {
        return (int) (run - target);
    }

    /** Goes on as if they had not been written there. */
    void dropReady(long target) {
        long ready = run - target;
        Mem.copy(run, target, out - run);
        run -= ready;
        out -= ready;
        outEnd -= ready;
    }

    /** Makes all that was seen older than a string of {@code length} bytes. */
    private void forget(int length) {
        if (nextBase > Integer.MAX_VALUE - 1 - length) {
            Arrays.fill(seen, 0);
            nextBase = 0;
        }
        base = nextBase;
        nextBase += length;
    }

    /** How far back the three bytes at {@code at} were seen; 0 when they were not, or too far. Remembers them. */
    private int backReference(long source, int at) {
        int slot = slot(source + at);
        int previous = seen[slot] - 1 - base;
        seen[slot] = base + at + 1;
        // Like the original, no reference to the very first byte.
        boolean isUsable = previous > 0 && at - previous <= MAX_OFFSET - 1
                && isSameTriple(source + previous, source + at);
        return isUsable ? at - previous : 0;
    }

    private void remember(long source, int at, int length) {
        if (at + 2 < length) {
            seen[slot(source + at)] = base + at + 1;
        }
    }

    private static int slot(long address) {
        int triple = (Mem.getUnsignedByte(address) << 16) | (Mem.getUnsignedByte(address + 1) << 8)
            | Mem.getUnsignedByte(address + 2);
        return ((triple >>> 24 - TABLE_BITS) - triple * 5) & (1 << TABLE_BITS) - 1;
    }

    private static boolean isSameTriple(long a, long b) {
        return Mem.getShort(a) == Mem.getShort(b) && Mem.getByte(a + 2) == Mem.getByte(b + 2);
    }

    private static int matchLength(long source, int at, int back, int length) {
        int limit = Math.min(length - at - 2, MAX_COPY);
        int matched = MIN_COPY;
        while (matched < limit && Mem.getByte(source + at - back + matched) == Mem.getByte(source + at + matched)) {
            matched++;
        }
        return matched;
    }

    private void literal(byte value) {
        Mem.initByte(out++, value);
        if (++literals == MAX_LITERALS) {
            closeRun();
            openRun();
        }
    }

    private boolean copy(int copied, int back) {
        closeRun();
        if (out + 4 >= outEnd) {
            return false;
        }
        int code = copied - 2;
        int offset = back - 1;
        Mem.initByte(out++, (byte) (Math.min(code, LONG_COPY) << 5 | offset >>> 8));
        if (code >= LONG_COPY) {
            Mem.initByte(out++, (byte) (code - LONG_COPY));
        }
        Mem.initByte(out++, (byte) offset);
        openRun();
        return true;
    }

    private void openRun() {
        run = out++;
        literals = 0;
    }

    private void closeRun() {
        if (literals == 0) {
            out = run;
        } else {
            Mem.initByte(run, (byte) (literals - 1));
        }
    }

    /** Expands to exactly {@code targetLength} bytes; false when the input is malformed. */
    public static boolean expand(long source, int length, long target, int targetLength) {
        long in = source;
        long inEnd = source + length;
        long at = target;
        long atEnd = target + targetLength;
        while (in < inEnd) {
            int control = Mem.getUnsignedByte(in++);
            if (control < MAX_LITERALS) {
                int count = control + 1;
                if (in + count > inEnd || at + count > atEnd) {
                    return false;
                }
                Mem.initCopy(in, at, count);
                in += count;
                at += count;
                continue;
            }
            int count = control >>> 5;
            if (in + (count == LONG_COPY ? 2 : 1) > inEnd) {
                return false;
            }
            count += count == LONG_COPY ? Mem.getUnsignedByte(in++) : 0;
            count += 2;
            long from = at - ((control & 31) << 8 | Mem.getUnsignedByte(in++)) - 1;
            if (from < target || at + count > atEnd) {
                return false;
            }
            repeat(from, at, count);
            at += count;
        }
        return at == atEnd;
    }

    /** Copies what was expanded before; where that is fewer bytes than wanted, they come again and again. */
    private static void repeat(long from, long target, int count) {
        int left = count;
        for (long at = target; left > 0; ) {
            int piece = (int) Math.min(at - from, left);
            Mem.initCopy(from, at, piece);
            at += piece;
            left -= piece;
        }
    }
}
