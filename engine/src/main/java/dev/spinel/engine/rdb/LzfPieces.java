package dev.spinel.engine.rdb;

import dev.spinel.engine.keyspace.LongString;
import dev.spinel.engine.memory.Arena;
import dev.spinel.engine.struct.Blocks;

/**
 * Compresses strings too long to be held: reads them a piece at a time, and hands over what is ready after each. The
 * result is that of {@link Lzf} for the whole string. Owned by one thread; close it.
 *
 * <pre>
 *   source   … | 8 KB that may be referred to | piece | a little more, for the last copy | …
 *   buffer   what is ready | the run of literals that is open, which moves to the front |
 * </pre>
 */
final class LzfPieces implements AutoCloseable {
    private static final int PIECE_BYTES = 1 << 20;
    /** The last step of a piece reads so far behind it at most. */
    private static final int BEHIND_BYTES = 512;
    /** Literals cost one byte in 32 more. */
    private static final int BUFFER_BYTES = PIECE_BYTES + PIECE_BYTES / 32 + BEHIND_BYTES;

    private final Lzf lzf;
    private final long buffer;

    /** @param tag of the buffer */
    LzfPieces(Lzf lzf, int tag) {
        this.lzf = lzf;
        buffer = Blocks.allocate(tag, BUFFER_BYTES);
    }

    /** How many bytes {@link #compress} hands over; 0 when that might exceed the limit. */
    int compressedLength(LongString text, int limit) {
        return run(text, limit, (address, bytes) -> { });
    }

    /** Compresses; the same bytes each time. Answers how many, or 0 when they might exceed the limit. */
    int compress(LongString text, int limit, ByteDrain target) {
        return run(text, limit, target);
    }

    private int run(LongString text, int limit, ByteDrain target) {
        int length = (int) text.length();
        lzf.begin(length, buffer, limit);
        int handedOver = 0;
        int at = 0;
        while (at < length - Lzf.TAIL_BYTES) {
            int stop = Math.min(at + PIECE_BYTES, length - Lzf.TAIL_BYTES);
            at = lzf.advance(source(text, at, stop + BEHIND_BYTES), at, stop, length);
            if (at < 0) {
                return 0;
            }
            int ready = lzf.readyBytes(buffer);
            target.write(buffer, ready);
            lzf.dropReady(buffer);
            handedOver += ready;
        }
        int rest = lzf.finish(source(text, at, length), at, length, buffer);
        if (rest < 0) {
            return 0;
        }
        target.write(buffer, rest);
        return handedOver + rest;
    }

    /** Where the string would begin if all of it lay around what is read of it. */
    private static long source(LongString text, int at, long wantedEnd) {
        long from = Math.max(at - Lzf.MAX_OFFSET, 0);
        long end = Math.min(wantedEnd, text.length());
        return text.piece(from, end - from) - from;
    }

    @Override
    public void close() {
        Arena.free(buffer);
    }
}
