package dev.spinel.io.net;

import dev.spinel.engine.memory.Arena;
import dev.spinel.engine.memory.MemoryTag;
import dev.spinel.engine.memory.NativeView;
import java.nio.ByteBuffer;

/** One read and one write buffer for all connections; only a connection with half a request holds memory of its own. */
public final class SharedBuffers implements AutoCloseable {
    public static final int BYTES = 64 * 1024;

    final long readAddress = Arena.allocate(MemoryTag.QUERY_BUFFER, BYTES);
    final ByteBuffer readView = NativeView.of(readAddress, BYTES);
    final long writeAddress = Arena.allocate(MemoryTag.REPLY_BUFFER, BYTES);
    final ByteBuffer writeView = NativeView.of(writeAddress, BYTES);

    @Override
    public void close() {
        Arena.free(readAddress);
        Arena.free(writeAddress);
    }
}
