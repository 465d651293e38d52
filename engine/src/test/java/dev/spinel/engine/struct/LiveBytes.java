package dev.spinel.engine.struct;

import dev.spinel.engine.memory.Arena;
import dev.spinel.engine.memory.MemoryTag;

/** Bytes in live blocks of those tags that own data, leaving out the arena's own records. */
public final class LiveBytes {
    private LiveBytes() {}

    public static long now() {
        long sum = 0;
        for (int tag = MemoryTag.TABLE; tag <= MemoryTag.JOURNAL; tag++) {
            sum += Arena.usedBytes(tag);
        }
        return sum;
    }
}
