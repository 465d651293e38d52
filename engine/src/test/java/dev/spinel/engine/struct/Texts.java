package dev.spinel.engine.struct;

import dev.spinel.engine.memory.Arena;
import dev.spinel.engine.memory.Mem;
import dev.spinel.engine.memory.MemoryTag;
import java.nio.charset.StandardCharsets;

/** Brings texts (one byte per character) into the arena and back. A text is good until the next but three. */
public final class Texts implements AutoCloseable {
    private static final int SIZE = 1 << 17;
    private static final int PLACES = 4;

    private final long block = Arena.allocate(MemoryTag.SERVER, SIZE * PLACES);
    private int turn;

    /** Address of the bytes of a text. */
    public long at(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        turn = (turn + 1) % PLACES;
        long address = block + (long) turn * SIZE;
        Mem.initCopyIn(bytes, 0, address, bytes.length);
        return address;
    }

    public static String read(long address, long length) {
        return new String(Mem.toBytes(address, length), StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() {
        Arena.free(block);
    }
}
