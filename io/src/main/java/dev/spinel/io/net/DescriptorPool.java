package dev.spinel.io.net;

import java.util.BitSet;

/** Small numbers for connections, the lowest free one first, as a kernel hands out descriptors. */
final class DescriptorPool {
    private static final int FIRST = 8;

    private final BitSet used = new BitSet();

    int acquire() {
        int descriptor = used.nextClearBit(FIRST);
        used.set(descriptor);
        return descriptor;
    }

    void release(int descriptor) {
        used.clear(descriptor);
    }
}
