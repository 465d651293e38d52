package dev.spinel.engine.memory;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;

/** Blocks of the arena as buffers the JDK's channels read and write. A view dies with its block. */
public final class NativeView {
    private NativeView() {}

    /** A direct buffer over {@code length} bytes at {@code address}. */
    public static ByteBuffer of(long address, int length) {
        return MemorySegment.ofAddress(address).reinterpret(length).asByteBuffer();
    }
}
