package dev.spinel.module.abi;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.invoke.MethodHandle;
import java.util.Arrays;

/**
 * The handful of libc functions this package calls. Initialising this class starts the linker (about 40 ms), so
 * nothing touches it before the first module is loaded.
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

    /** O_WRONLY, O_CREAT, O_APPEND, O_CLOEXEC. */
    private static final int OPEN_APPEND = 1 | 0x40 | 0x400 | 0x80000;
    private static final int LOG_MODE = 0644;

    private static final Linker LINKER = Linker.nativeLinker();
    private static final MethodHandle MMAP = find("mmap", JAVA_LONG,
            JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG);
    private static final MethodHandle MPROTECT = find("mprotect", JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT);
    private static final MethodHandle MUNMAP = find("munmap", JAVA_INT, JAVA_LONG, JAVA_LONG);
    private static final MethodHandle MEMFD_CREATE = find("memfd_create", JAVA_INT, JAVA_LONG, JAVA_INT);
    private static final MethodHandle OPEN = LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow("open"),
            FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_INT), Linker.Option.firstVariadicArg(2));
    private static final MethodHandle CLOSE = find("close", JAVA_INT, JAVA_INT);
    private static final MethodHandle DLOPEN = find("dlopen", JAVA_LONG, JAVA_LONG, JAVA_INT);
    private static final MethodHandle DLSYM = find("dlsym", JAVA_LONG, JAVA_LONG, JAVA_LONG);
    private static final MethodHandle DLCLOSE = find("dlclose", JAVA_INT, JAVA_LONG);
    private static final MethodHandle DLERROR = find("dlerror", JAVA_LONG);
    private static final MethodHandle DLINFO = find("dlinfo", JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_LONG);
    private static final MethodHandle SIGACTION = find("sigaction", JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG);
    private static final MethodHandle WAITPID = find("waitpid", JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_INT);
    private static final MethodHandle KILL = find("kill", JAVA_INT, JAVA_INT, JAVA_INT);
    private static final MethodHandle VSNPRINTF = find("vsnprintf", JAVA_INT,
            JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);
    private static final MethodHandle ERRNO_LOCATION = find("__errno_location", JAVA_LONG);

    private Libc() {}

    /** Address of a libc function. */
    static long address(String symbol) {
        return LINKER.defaultLookup().findOrThrow(symbol).address();
    }

    private static MethodHandle find(String symbol, MemoryLayout... resultAndParameters) {
        MemoryLayout[] parameters = Arrays.copyOfRange(resultAndParameters, 1, resultAndParameters.length);
        return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(symbol),
                FunctionDescriptor.of(resultAndParameters[0], parameters));
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
        try {
            long address = (long) MMAP.invokeExact(0L, bytes, PROT_READ | PROT_WRITE, flags, -1, 0L);
            if (address == MAP_FAILED) {
                throw new OutOfMemoryError("mmap of " + bytes + " bytes failed");
            }
            return address;
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static void protect(long address, long bytes, int protection) {
        int result;
        try {
            result = (int) MPROTECT.invokeExact(address, bytes, protection);
        } catch (Throwable e) {
            throw unexpected(e);
        }
        if (result != 0) {
            throw new IllegalStateException("mprotect refused protection " + protection);
        }
    }

    static void unmap(long address, long bytes) {
        int result;
        try {
            result = (int) MUNMAP.invokeExact(address, bytes);
        } catch (Throwable e) {
            throw unexpected(e);
        }
        if (result != 0) {
            throw new IllegalStateException("munmap failed");
        }
    }

    /** A file descriptor of an anonymous file, or -1. */
    static int memfdCreate(long name) {
        try {
            return (int) MEMFD_CREATE.invokeExact(name, 1);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** A descriptor that appends to a file and closes on exec, or -1. */
    static int openForAppend(long path) {
        try {
            return (int) OPEN.invokeExact(path, OPEN_APPEND, LOG_MODE);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static int close(int fd) {
        try {
            return (int) CLOSE.invokeExact(fd);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static long dlopen(long path, int mode) {
        try {
            return (long) DLOPEN.invokeExact(path, mode);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static long dlsym(long handle, long symbol) {
        try {
            return (long) DLSYM.invokeExact(handle, symbol);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static int dlclose(long handle) {
        try {
            return (int) DLCLOSE.invokeExact(handle);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** Text of the last failed dl call of this thread, or null. */
    static String dlerror() {
        try {
            return Native.text((long) DLERROR.invokeExact());
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static int dlinfo(long handle, int request, long result) {
        try {
            return (int) DLINFO.invokeExact(handle, request, result);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static int sigaction(int signal, long action, long oldAction) {
        try {
            return (int) SIGACTION.invokeExact(signal, action, oldAction);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static int waitpid(int pid, long status, int options) {
        try {
            return (int) WAITPID.invokeExact(pid, status, options);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static int kill(int pid, int signal) {
        try {
            return (int) KILL.invokeExact(pid, signal);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** Formats as C does; consumes the argument list. The length it would need, or negative. */
    static int vsnprintf(long buffer, long capacity, long format, long arguments) {
        try {
            return (int) VSNPRINTF.invokeExact(buffer, capacity, format, arguments);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** Where this thread keeps errno; constant for the life of the thread. */
    static long errnoAddress() {
        try {
            return (long) ERRNO_LOCATION.invokeExact();
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
