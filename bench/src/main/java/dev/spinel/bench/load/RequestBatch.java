package dev.spinel.bench.load;

import java.nio.ByteBuffer;

/**
 * A pipeline of equal requests, encoded once. Before each sending {@link #refill} writes new key numbers in place:
 *
 * <pre>
 *   | *3 $3 SET $16 key:000000012345 $32 xxx… | *3 $3 SET $16 key:000000000007 $32 xxx… | …
 *                       ^ keyDigitsOffset      ^ stride
 * </pre>
 *
 * Owned by one {@link LoadConnection}; used by the generator's thread only.
 */
final class RequestBatch {
    private final ByteBuffer bytes;
    private final int stride;
    private final int requestCount;
    private final int lastDigitOffset;
    private final int keyCount;
    private final int variableDigits;
    private long random;

    /** {@code seed} decides the keys: equal seeds send equal bytes to both servers. */
    RequestBatch(Workload workload, int requestCount, int keyCount, int valueLength, long seed) {
        byte[] template = workload.template(valueLength);
        this.stride = template.length;
        this.requestCount = requestCount;
        this.keyCount = keyCount;
        this.random = seed * 0x9E3779B97F4A7C15L | 1;
        int keyDigitsOffset = workload.keyDigitsOffset(valueLength);
        this.lastDigitOffset = keyDigitsOffset + Workload.KEY_DIGITS - 1;
        this.variableDigits = keyDigitsOffset < 0 ? 0 : Integer.toString(keyCount - 1).length();
        this.bytes = ByteBuffer.allocateDirect(stride * requestCount);
        for (int i = 0; i < requestCount; i++) bytes.put(i * stride, template);
    }

    int requestCount() {
        return requestCount;
    }

    /** The whole batch with fresh keys, ready to be written; the same buffer each time. */
    ByteBuffer refill() {
        if (variableDigits > 0) {
            for (int i = 0, at = lastDigitOffset; i < requestCount; i++, at += stride) putKey(at, nextKey());
        }
        return bytes.clear();
    }

    /** The buffer as the last {@link #refill} and writes left it. */
    ByteBuffer bytes() {
        return bytes;
    }

    private void putKey(int lastDigitAt, int key) {
        int rest = key;
        for (int at = lastDigitAt, end = lastDigitAt - variableDigits; at > end; at--) {
            int tenth = rest / 10;
            bytes.put(at, (byte) ('0' + rest - tenth * 10));
            rest = tenth;
        }
    }

    /** Xorshift, scaled into [0, keyCount) by multiplication. */
    private int nextKey() {
        long r = random;
        r ^= r << 13;
        r ^= r >>> 7;
        r ^= r << 17;
        random = r;
        return (int) ((r >>> 32) * keyCount >>> 32);
    }
}
