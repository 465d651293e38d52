package dev.spinel.module.abi;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * The handful of libc functions this package calls. Initialising this class starts the linker (about 40 ms), so
 * nothing touches it before the first module is loaded. Integers of any width travel as longs, so that all calls share
 * a few shapes: linking one more costs milliseconds.
 */
final class Libc {
    static final int PROT_READ = 1;
    static final int PROT_WRITE = 2;
    static final int PROT_EXEC = 4;
    static final int PAGE_BYTES = 4096;
    private static final int MAP_PRIVATE = 2;
    private static final int MAP_ANONYMOUS = 0x20;
    private static final int MAP_NORESERVE = 0x4000;
    private static final long MAP_FAILED = -1;
    private static final int CLOSE_ON_EXEC = 1;
    /** EPOLL_CLOEXEC, EFD_CLOEXEC. */
    private static final int EPOLL_CLOSE_ON_EXEC = 0x80000;

    /** O_WRONLY, O_CREAT, O_APPEND, O_CLOEXEC. */
    private static final int OPEN_APPEND = 1 | 0x40 | 0x400 | 0x80000;
    private static final int LOG_MODE = 0644;

    private static final Linker LINKER = Linker.nativeLinker();
    private static final long MMAP = address("mmap");
    private static final long MPROTECT = address("mprotect");
    private static final long MUNMAP = address("munmap");
    private static final long MEMFD_CREATE = address("memfd_create");
    private static final long OPEN = address("open");
    private static final long CLOSE = address("close");
    private static final long DLOPEN = address("dlopen");
    private static final long DLSYM = address("dlsym");
    private static final long DLCLOSE = address("dlclose");
    private static final long DLERROR = address("dlerror");
    private static final long DLADDR = address("dladdr");
    private static final long DLINFO = address("dlinfo");
    private static final long SIGACTION = address("sigaction");
    private static final long WAITPID = address("waitpid");
    private static final long KILL = address("kill");
    private static final long EPOLL_CREATE = address("epoll_create1");
    private static final long EPOLL_CTL = address("epoll_ctl");
    private static final long EPOLL_WAIT = address("epoll_wait");
    private static final long EVENTFD = address("eventfd");
    private static final long WRITE = address("write");
    private static final long AT_EXIT = address("__cxa_atexit");
    private static final long FINALIZE = address("__cxa_finalize");
    private static final long VSNPRINTF = address("vsnprintf");
    private static final long ERRNO_LOCATION = address("__errno_location");
    private static final MethodHandle CALL_0 = LINKER.downcallHandle(FunctionDescriptor.of(JAVA_LONG));
    private static final MethodHandle CALL_4 = LINKER.downcallHandle(FunctionDescriptor.of(JAVA_LONG,
            JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG));
    private static final MethodHandle CALL_6 = LINKER.downcallHandle(FunctionDescriptor.of(JAVA_LONG,
            JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG));

    private Libc() {}

    /** Address of a libc function. */
    static long address(String symbol) {
        return LINKER.defaultLookup().findOrThrow(symbol).address();
    }

    /** Anonymous zeroed pages, readable and writable. */
    static long map(long bytes) {
        return map(bytes, MAP_PRIVATE | MAP_ANONYMOUS);
    }

    /** A range of zeroed pages that cost nothing until they are touched. */
    static long reserve(long bytes) {
        return map(bytes, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE);
    }

    private static long map(long bytes, int flags) {
        long address;
        try {
            address = (long) CALL_6.invokeExact(MemorySegment.ofAddress(MMAP), 0L, bytes,
                    (long) (PROT_READ | PROT_WRITE), (long) flags, -1L, 0L);
        } catch (Throwable e) {
            throw unexpected(e);
        }
        if (address == MAP_FAILED) {
            throw new OutOfMemoryError("mmap of " + bytes + " bytes failed");
        }
        return address;
    }

    static void protect(long address, long bytes, int protection) {
        if ((int) Callbacks.longPpp(MPROTECT, address, bytes, protection) != 0) {
            throw new IllegalStateException("mprotect refused protection " + protection);
        }
    }

    static void unmap(long address, long bytes) {
        if ((int) Callbacks.longPp(MUNMAP, address, bytes) != 0) {
            throw new IllegalStateException("munmap failed");
        }
    }

    /** A file descriptor of an anonymous file, or -1. */
    static int memfdCreate(long name) {
        return (int) Callbacks.longPp(MEMFD_CREATE, name, CLOSE_ON_EXEC);
    }

    /** A descriptor that appends to a file and closes on exec, or -1. */
    static int openForAppend(long path) {
        return (int) Callbacks.longPpp(OPEN, path, OPEN_APPEND, LOG_MODE);
    }

    static int close(int fd) {
        return (int) Callbacks.longP(CLOSE, fd);
    }

    static long dlopen(long path, int mode) {
        return Callbacks.longPp(DLOPEN, path, mode);
    }

    static long dlsym(long handle, long symbol) {
        return Callbacks.longPp(DLSYM, handle, symbol);
    }

    static int dlclose(long handle) {
        return (int) Callbacks.longP(DLCLOSE, handle);
    }

    /** Text of the last failed dl call of this thread, or null. */
    static String dlerror() {
        return Native.text(call(DLERROR));
    }

    static int dlinfo(long handle, int request, long result) {
        return (int) Callbacks.longPpp(DLINFO, handle, request, result);
    }

    /** Fills a {@code Dl_info} for an address; 0 when no library holds it. */
    static int dladdr(long address, long info) {
        return (int) Callbacks.longPp(DLADDR, address, info);
    }

    static int sigaction(int signal, long action, long oldAction) {
        return (int) Callbacks.longPpp(SIGACTION, signal, action, oldAction);
    }

    static int waitpid(int pid, long status, int options) {
        return (int) Callbacks.longPpp(WAITPID, pid, status, options);
    }

    static int kill(int pid, int signal) {
        return (int) Callbacks.longPp(KILL, pid, signal);
    }

    /**
     * Has a C function called when the process ends, before those that were named earlier. {@code owner} is any
     * address.
     */
    static void atExit(long function, long owner) {
        Callbacks.longPpp(AT_EXIT, function, 0, owner);
    }

    /** Calls now, and not when the process ends, what was named for an owner. */
    static void forgetAtExit(long owner) {
        Callbacks.longP(FINALIZE, owner);
    }

    /** A new epoll instance that closes on exec, or -1. */
    static int epollCreate() {
        return (int) Callbacks.longP(EPOLL_CREATE, EPOLL_CLOSE_ON_EXEC);
    }

    static int epollControl(int epoll, int operation, int fd, long event) {
        return (int) call4(EPOLL_CTL, epoll, operation, fd, event);
    }

    /** Waits without limit; how many events were written. */
    static int epollWait(int epoll, long events, int capacity) {
        return (int) call4(EPOLL_WAIT, epoll, events, capacity, -1);
    }

    /** A counter that can be waited for, or -1. */
    static int eventfd() {
        return (int) Callbacks.longPp(EVENTFD, 0, EPOLL_CLOSE_ON_EXEC);
    }

    static long write(int fd, long address, long bytes) {
        return Callbacks.longPpp(WRITE, fd, address, bytes);
    }

    private static long call4(long function, long a, long b, long c, long d) {
        try {
            return (long) CALL_4.invokeExact(MemorySegment.ofAddress(function), a, b, c, d);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** Formats as C does; consumes the argument list. The length it would need, or negative. */
    static int vsnprintf(long buffer, long capacity, long format, long arguments) {
        try {
            return (int) (long) CALL_4.invokeExact(MemorySegment.ofAddress(VSNPRINTF), buffer, capacity, format,
                    arguments);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** Where this thread keeps errno; constant for the life of the thread. */
    static long errnoAddress() {
        return call(ERRNO_LOCATION);
    }

    /** Calls a function without parameters. */
    static long call(long function) {
        try {
            return (long) CALL_0.invokeExact(MemorySegment.ofAddress(function));
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** A downcall cannot throw a checked exception; what arrives here is an Error, passed on as it is. */
    static RuntimeException unexpected(Throwable e) {
        if (e instanceof RuntimeException runtime) {
            return runtime;
        }
        if (e instanceof Error error) {
            throw error;
        }
        throw new IllegalStateException(e);
    }
}
