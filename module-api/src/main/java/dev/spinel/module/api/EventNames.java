package dev.spinel.module.api;

import dev.spinel.engine.memory.Arena;
import dev.spinel.engine.memory.Mem;
import dev.spinel.engine.memory.MemoryTag;
import dev.spinel.module.abi.Native;
import java.util.Arrays;

/**
 * The names of keyspace events as C strings, each at one address as long as the server lives: in Redis they are
 * constants, and redisearch tells events apart by their addresses. Open addressing; one per server, its reactor's.
 */
final class EventNames implements AutoCloseable {
    /** Modules may make names up; beyond so many they get no place of their own. */
    private static final int MAX_NAMES = 1024;
    private static final int SLOTS = 2 * MAX_NAMES;

    private final byte[][] names = new byte[SLOTS][];
    private final long[] addresses = new long[SLOTS];
    private int count;

    /** The address of a name, NUL behind it; 0 when there are too many names. */
    long address(byte[] name) {
        int i = Arrays.hashCode(name) & SLOTS - 1;
        while (names[i] != null) {
            if (Arrays.equals(names[i], name)) {
                return addresses[i];
            }
            i = i + 1 & SLOTS - 1;
        }
        if (count == MAX_NAMES) {
            return 0;
        }
        count++;
        names[i] = name.clone();
        addresses[i] = text(MemoryTag.SERVER, name);
        return addresses[i];
    }

    /** A copy of a name with NUL behind it, owned by the caller. */
    static long text(int tag, byte[] name) {
        long text = Arena.allocate(tag, name.length + 1L);
        Mem.initCopyIn(name, 0, text, name.length);
        Native.putByte(text + name.length, (byte) 0);
        return text;
    }

    @Override
    public void close() {
        for (int i = 0; i < SLOTS; i++) {
            if (names[i] != null) {
                Arena.free(addresses[i]);
                names[i] = null;
            }
        }
        count = 0;
    }
}
