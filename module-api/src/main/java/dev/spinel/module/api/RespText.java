package dev.spinel.module.api;

import dev.spinel.engine.memory.Mem;
import dev.spinel.engine.resp.Numbers;

/** Finds its way through a complete answer in RESP, which the server itself wrote. Addresses in, addresses out. */
final class RespText {
    static final int LINE_END_BYTES = 2;

    private RespText() {}

    /** Address behind the line that starts at {@code at}. */
    static long nextLine(long at) {
        long end = at;
        while (Mem.getByte(end) != '\r') {
            end++;
        }
        return end + LINE_END_BYTES;
    }

    /** The number behind the kind byte at {@code at}. */
    static long number(long at) {
        return Numbers.parseLong(at + 1, nextLine(at) - LINE_END_BYTES - (at + 1));
    }

    /** Address behind the first line, or behind a whole string: where the next value, an element maybe, begins. */
    static long afterHead(long at) {
        long line = nextLine(at);
        byte kind = Mem.getByte(at);
        if (kind != '$' && kind != '=') {
            return line;
        }
        long length = number(at);
        return length < 0 ? line : line + length + LINE_END_BYTES;
    }

    /** What is done with each error in an answer. */
    @FunctionalInterface
    interface ErrorVisitor {
        /** @param text without the leading dash */
        void error(byte[] text);
    }

    /** Shows all errors from {@code start} to {@code end}, however deep; answers how many. */
    static int forEachError(long start, long end, ErrorVisitor visitor) {
        int count = 0;
        for (long at = start; at < end; at = afterHead(at)) {
            if (Mem.getByte(at) == '-') {
                visitor.error(Mem.toBytes(at + 1, nextLine(at) - LINE_END_BYTES - (at + 1)));
                count++;
            }
        }
        return count;
    }

    /** Address behind the whole value at {@code at}, attributes in front of it included. */
    static long skip(long at) {
        return switch (Mem.getByte(at)) {
            case '*', '~', '>' -> skipElements(nextLine(at), number(at));
            case '%' -> skipElements(nextLine(at), 2 * number(at));
            case '|' -> skip(skipElements(nextLine(at), 2 * number(at)));
            default -> afterHead(at);
        };
    }

    /** Address behind {@code count} values. */
    static long skipElements(long at, long count) {
        long next = at;
        for (long i = 0; i < count; i++) {
            next = skip(next);
        }
        return next;
    }
}
