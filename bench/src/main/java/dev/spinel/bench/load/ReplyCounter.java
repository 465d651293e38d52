package dev.spinel.bench.load;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Counts whole replies in a stream of RESP2 or RESP3 that arrives in arbitrary pieces, and keeps the text of the first
 * error. Owned by one connection.
 */
final class ReplyCounter {
    private static final int ERROR_TEXT_LIMIT = 200;

    private final byte[] errorText = new byte[ERROR_TEXT_LIMIT];
    private int errorLength;
    private long errorCount;

    /** Kind of the line being read, 0 between lines. */
    private byte kind;
    /** The number in the line so far, and whether a minus preceded it. */
    private long number;
    private boolean negative;
    /** Bytes of a bulk, its line end included, that are still to come. */
    private long bulkRemaining;
    /** Elements still missing from the current reply; 1 for a reply that is no aggregate. */
    private long elementsRemaining = 1;

    /** Consumes everything in {@code in}; answers how many replies ended in it. */
    int count(ByteBuffer in) {
        int replies = 0;
        int at = in.position();
        int end = in.limit();
        while (at < end) {
            if (bulkRemaining > 0) {
                int step = (int) Math.min(bulkRemaining, end - at);
                at += step;
                bulkRemaining -= step;
                if (bulkRemaining == 0) replies += endElement(0);
            } else {
                byte b = in.get(at++);
                if (kind == 0) startLine(b);
                else if (b == '\n') replies += endLine();
                else addToLine(b);
            }
        }
        in.position(end);
        return replies;
    }

    long errorCount() {
        return errorCount;
    }

    /** The first error without its sign, shortened; empty when there was none. */
    String firstError() {
        return new String(errorText, 0, errorLength, StandardCharsets.UTF_8);
    }

    private void startLine(byte b) {
        kind = b;
        number = 0;
        negative = false;
        if (b == '-') errorCount++;
    }

    private void addToLine(byte b) {
        if (kind == '-') {
            if (errorCount == 1 && b != '\r' && errorLength < ERROR_TEXT_LIMIT) errorText[errorLength++] = b;
        } else if (b == '-') {
            negative = true;
        } else if (b >= '0' && b <= '9') {
            number = number * 10 + b - '0';
        }
    }

    private int endLine() {
        byte ended = kind;
        kind = 0;
        switch (ended) {
            case '$', '=' -> {
                if (negative) return endElement(0);
                bulkRemaining = number + 2;
                return 0;
            }
            case '*', '~', '>' -> {
                return endElement(negative ? 0 : number);
            }
            case '%' -> {
                return endElement(2 * number);
            }
            default -> {
                return endElement(0);
            }
        }
    }

    /** One element is complete and {@code nested} others follow inside it; 1 when the reply is complete. */
    private int endElement(long nested) {
        elementsRemaining += nested - 1;
        if (elementsRemaining > 0) return 0;
        elementsRemaining = 1;
        return 1;
    }
}
