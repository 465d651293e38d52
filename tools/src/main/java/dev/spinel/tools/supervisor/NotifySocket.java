package dev.spinel.tools.supervisor;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;

/**
 * The datagram socket systemd reads the states of its services from. The JDK has no datagrams between processes of one
 * machine, and systemd believes a message only if this very process sent it, so libc does it. Source: sd_notify(3).
 *
 * <pre>
 *   sockaddr_un:  [family = 1 : 2][path : up to 108]      a path that begins with @ is no file: the @ becomes a zero
 * </pre>
 */
final class NotifySocket {
    private static final long FAMILY_UNIX = 1;
    /** SOCK_DGRAM, SOCK_CLOEXEC. */
    private static final long DATAGRAM_CLOSED_ON_EXEC = 2 | 0x80000;
    private static final int PATH_AT = 2;
    private static final int PATH_BYTES = 108;

    /** One shape for all three: registers a function does not read do no harm. */
    private static final FunctionDescriptor SHAPE = FunctionDescriptor.of(
            JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);
    private static final StructLayout CALL_STATE = Linker.Option.captureStateLayout();
    private static final MethodHandle SOCKET = handle("socket");
    private static final MethodHandle SEND_TO = handle("sendto");
    private static final MethodHandle CLOSE = handle("close");

    private final String path;

    /** @param path a file, or {@code @name} */
    NotifySocket(String path) {
        this.path = path;
    }

    private static MethodHandle handle(String name) {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), SHAPE,
                Linker.Option.captureCallState("errno"));
    }

    /** Sends one message; 0 when it is on its way, otherwise the errno. */
    int send(String message) {
        try (Arena memory = Arena.ofConfined()) {
            MemorySegment errno = memory.allocate(CALL_STATE);
            long socket = call(SOCKET, errno, FAMILY_UNIX, DATAGRAM_CLOSED_ON_EXEC, 0, 0, 0);
            if (socket < 0) {
                return errno.get(JAVA_INT, 0);
            }
            byte[] bytes = message.getBytes(StandardCharsets.UTF_8);
            MemorySegment text = memory.allocateFrom(JAVA_BYTE, bytes);
            MemorySegment address = address(memory, path);
            long sent = call(SEND_TO, errno, socket, text.address(), bytes.length, address.address(),
                    address.byteSize());
            int failure = sent < 0 ? errno.get(JAVA_INT, 0) : 0;
            call(CLOSE, errno, socket, 0, 0, 0, 0);
            return failure;
        }
    }

    /** The socket's address as the kernel wants it. */
    static MemorySegment address(Arena memory, String path) {
        byte[] bytes = path.getBytes(StandardCharsets.UTF_8);
        int length = Math.min(bytes.length, PATH_BYTES);
        MemorySegment address = memory.allocate(PATH_AT + length, JAVA_SHORT.byteAlignment());
        address.set(JAVA_SHORT, 0, (short) FAMILY_UNIX);
        MemorySegment.copy(bytes, 0, address, JAVA_BYTE, PATH_AT, length);
        if (path.startsWith("@")) {
            address.set(JAVA_BYTE, PATH_AT, (byte) 0);
        }
        return address;
    }

    /** The fourth register, flags where there are any, is always 0. */
    private static long call(MethodHandle function, MemorySegment errno, long a, long b, long c, long e, long f) {
        try {
            return (int) (long) function.invokeExact(errno, a, b, c, 0L, e, f);
        } catch (Throwable impossible) {
            throw new IllegalStateException("a call into libc does not throw", impossible);
        }
    }
}
