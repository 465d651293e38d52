package dev.spinel.engine.resp;

import dev.spinel.engine.memory.Mem;

/**
 * Finds the first arguments of requests that have arrived and not been parsed yet: most often they are keys. It reads
 * whole arrays of bulk strings with plain lengths and stops at anything else; what it finds decides nothing. Reactor.
 *
 * <pre>
 *   | *2 $3 GET $5 first | *3 $3 SET $6 second $1 v | PING | …
 *                  ^0                 ^1             stops here
 * </pre>
 */
public final class RequestPreview {
    private static final int MAX_DIGITS = 5;
    private static final long NONE = -1;

    private final long[] addresses;
    private final long[] lengths;
    private int count;
    /** The number read last. */
    private long number;

    /** @param capacity most requests looked at in one go */
    public RequestPreview(int capacity) {
        addresses = new long[capacity];
        lengths = new long[capacity];
    }

    /** Looks from {@code from}, where a request begins, and answers where the first request it did not take begins. */
    public long look(long from, long limit) {
        count = 0;
        long at = from;
        while (count < addresses.length) {
            long next = readRequest(at, limit);
            if (next == NONE) {
                break;
            }
            count++;
            at = next;
        }
        return at;
    }

    /** Requests found. */
    public int count() {
        return count;
    }

    /** Where the first argument of a request lies. */
    public long address(int index) {
        return addresses[index];
    }

    public long length(int index) {
        return lengths[index];
    }

    private long readRequest(long from, long limit) {
        long at = readLine(from, limit, '*');
        long words = number;
        if (at == NONE || words < 2) {
            return NONE;
        }
        for (int i = 0; i < words; i++) {
            at = readLine(at, limit, '$');
            if (at == NONE || limit - at < number + 2) {
                return NONE;
            }
            if (i == 1) {
                addresses[count] = at;
                lengths[count] = number;
            }
            at += number + 2;
        }
        return at;
    }

    /** Reads a line of one sign and a short number into {@link #number}, and answers where the next one begins. */
    private long readLine(long from, long limit, char sign) {
        long end = Math.min(limit - 2, from + 1 + MAX_DIGITS);
        if (from >= limit || Mem.getByte(from) != sign) {
            return NONE;
        }
        long value = 0;
        for (long at = from + 1; at <= end; at++) {
            int digit = Mem.getByte(at) - '0';
            if (digit < 0 || digit > 9) {
                number = value;
                return at > from + 1 && digit == '\r' - '0' ? at + 2 : NONE;
            }
            value = value * 10 + digit;
        }
        return NONE;
    }
}
