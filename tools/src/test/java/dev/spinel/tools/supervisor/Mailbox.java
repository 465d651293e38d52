package dev.spinel.tools.supervisor;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;

/** The receiving end of a {@link NotifySocket}: what systemd holds. */
final class Mailbox implements AutoCloseable {
    private static final int CAPACITY = 4096;
    private static final FunctionDescriptor SHAPE =
            FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);

    private final String path;
    private final long socket;

    /** @param path as for {@link NotifySocket} */
    Mailbox(String path) {
        this.path = path;
        try (Arena memory = Arena.ofConfined()) {
            socket = call("socket", 1, 2, 0);
            MemorySegment address = NotifySocket.address(memory, path);
            if (call("bind", socket, address.address(), address.byteSize()) != 0) {
                throw new IllegalStateException("cannot bind " + path);
            }
        }
    }

    String path() {
        return path;
    }

    /** The next message; waits for it. */
    String take() {
        try (Arena memory = Arena.ofConfined()) {
            MemorySegment buffer = memory.allocate(CAPACITY);
            long length = call("recv", socket, buffer.address(), CAPACITY);
            if (length < 0) throw new IllegalStateException("no message at " + path);
            return new String(buffer.asSlice(0, length).toArray(JAVA_BYTE), StandardCharsets.UTF_8);
        }
    }

    @Override
    public void close() {
        call("close", socket, 0, 0);
    }

    private static long call(String name, long a, long b, long c) {
        Linker linker = Linker.nativeLinker();
        MethodHandle function = linker.downcallHandle(linker.defaultLookup().findOrThrow(name), SHAPE);
        try {
            return (int) (long) function.invokeExact(a, b, c, 0L);
        } catch (Throwable impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
