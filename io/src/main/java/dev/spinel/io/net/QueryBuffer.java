package dev.spinel.io.net;

import dev.spinel.engine.memory.Arena;
import dev.spinel.engine.memory.Mem;
import dev.spinel.engine.memory.MemoryTag;
import dev.spinel.engine.resp.RequestParser;

/**
 * The bytes of a request that has not arrived whole, in a block of the connection's own. The block is taken with the
 * first such request and stays, as the next request will likely come in pieces too, until the cron finds it idle or too
 * wide; most connections never have one. Owned by the reactor. Source: clientsCronResizeQueryBuffer in server.c.
 *
 * <pre>
 *   address()                 end()
 *   | received, not executed   |  room  |
 * </pre>
 */
final class QueryBuffer {
    /** A block has at least that. */
    static final int MIN_BYTES = 16 * 1024;
    /** Room for the longest argument that gets no block of its own, and what comes with it. */
    static final int BYTES_BESIDE_BLOCK = RequestParser.BLOCK_BYTES + 8 * 1024;

    private static final int WORTH_TRIMMING = 4 * 1024;
    private static final int WIDE = 32 * 1024;
    private static final long IDLE_MS = 3_000;

    private final RequestParser parser;
    private long block;
    private long length;
    /** Most bytes received at once since the last turn of the cron. */
    private long peak;

    QueryBuffer(RequestParser parser) {
        this.parser = parser;
    }

    long address() {
        return block;
    }

    /** Bytes that wait. */
    long length() {
        return length;
    }

    /** Behind the last byte that waits; 0 when none does, so that the parser, wherever it is, finds nothing. */
    long end() {
        return length == 0 ? 0 : block + length;
    }

    /** Bytes of memory held. */
    long capacity() {
        return block == 0 ? 0 : Arena.blockSize(block);
    }

    /** Notes that {@code bytes} were received, wherever they went. */
    void received(long bytes) {
        peak = Math.max(peak, bytes);
    }

    /** Adds what was received into another buffer. */
    void append(long source, int bytes) {
        if (capacity() < length + bytes) {
            resize((length + bytes) * 2);
        }
        Mem.copy(source, block + length, bytes);
        length += bytes;
    }

    /** Keeps what the parser still needs of the bytes up to {@code limit}, which lie here or elsewhere. */
    void keepRest(long limit) {
        long from = parser.retainFrom();
        long rest = (parser.isReceivingBlock() ? parser.cursor() : limit) - from;
        if (rest <= 0) {
            length = 0;
            return;
        }
        long room = Math.max(rest, parser.isReceivingBlock() ? BYTES_BESIDE_BLOCK : MIN_BYTES);
        boolean isHere = block != 0 && from >= block && from <= block + length;
        if (!isHere) {
            length = 0;
        }
        if (capacity() < room) {
            long old = block;
            resize(room);
            from += isHere ? block - old : 0;
        }
        Mem.copy(from, block, rest);
        parser.rebase(block - from);
        length = rest;
    }

    private void resize(long bytes) {
        if (block == 0) {
            block = Arena.allocate(MemoryTag.QUERY_BUFFER, bytes);
            return;
        }
        long moved = Arena.reallocate(block, bytes);
        if (length > 0) {
            parser.rebase(moved - block);
        }
        block = moved;
    }

    /** Gives back what the connection does not use, {@code idleMs} after it last sent something; from cron. */
    void trim(long idleMs) {
        if (idleMs >= IDLE_MS) {
            parser.trimBlock();
            if (length == 0) {
                release();
            } else if (capacity() - length > WORTH_TRIMMING) {
                resize(length);
            }
        } else if (!parser.isReceivingBlock() && capacity() > WIDE && capacity() / 2 > Math.max(peak, length)) {
            resize(Math.max(MIN_BYTES, Math.max(peak, length)));
        }
        peak = 0;
    }

    void release() {
        if (block != 0) {
            Arena.free(block);
        }
        block = 0;
        length = 0;
    }
}
