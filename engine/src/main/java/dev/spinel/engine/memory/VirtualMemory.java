package dev.spinel.engine.memory;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;

/** The system calls the arena and its side threads stand on, and what the machine says about its memory. Any thread. */
final class VirtualMemory {
    static final int PAGE = 4096;

    private static final long PROT_NONE = 0;
    private static final long PROT_READ_WRITE = 3;
    private static final long MAP_PRIVATE_ANONYMOUS_NORESERVE = 0x2 | 0x20 | 0x4000;
    private static final long MAP_FIXED = 0x10;
    private static final long MADV_DONTNEED = 4;
    private static final long MADV_HUGEPAGE = 14;
    private static final long MADV_POPULATE_WRITE = 23;
    private static final long MREMAP_MAYMOVE_FIXED_DONTUNMAP = 1 | 2 | 4;
    private static final long PRIO_PROCESS = 0;
    private static final long FAILED = -1;
    private static final long DEFAULT_RAM_BYTES = 4L << 30;

    /**
     * One shape for all calls, so that the linker builds one adapter at start: six register arguments, of which a
     * function reads as many and as much of each as it declares.
     */
    private static final FunctionDescriptor SHAPE = FunctionDescriptor.of(
            JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);

    private static final MethodHandle MMAP = handle("mmap");
    private static final MethodHandle MADVISE = handle("madvise");

    private VirtualMemory() {}

    /** Mremap is rare, so its handle is linked on first use. */
    private static final class Move {
        static final MethodHandle MREMAP = handle("mremap");
    }

    /** For {@link SideThread}. */
    private static final class Scheduling {
        static final MethodHandle SETSCHEDULER = handle("sched_setscheduler");
        static final MethodHandle SETPRIORITY = handle("setpriority");
    }

    /**
     * Address space without memory behind it yet, zero when read; 0 when the system refuses. Page aligned. A page on
     * either side cannot be touched: who runs over the end is caught, and the kernel lists the range by itself.
     */
    static long reserve(long bytes) {
        long guarded = map(0, bytes + 2 * PAGE, PROT_NONE, MAP_PRIVATE_ANONYMOUS_NORESERVE);
        return guarded == 0 ? 0
                : map(guarded + PAGE, bytes, PROT_READ_WRITE, MAP_PRIVATE_ANONYMOUS_NORESERVE | MAP_FIXED);
    }

    private static long map(long address, long bytes, long protection, long flags) {
        try {
            long mapped = (long) MMAP.invokeExact(address, bytes, protection, flags, -1L, 0L);
            return mapped == FAILED ? 0 : mapped;
        } catch (Throwable e) {
            throw new IllegalStateException("mmap", e);
        }
    }

    /** Asks for huge pages in a range. Refusal is harmless. */
    static void preferHugePages(long address, long bytes) {
        advise(address, bytes, MADV_HUGEPAGE);
    }

    /** Puts memory behind a range and leaves its content; false when the kernel cannot (before 5.14) or has none. */
    static boolean populate(long address, long bytes) {
        return advise(address, bytes, MADV_POPULATE_WRITE) == 0;
    }

    /** Returns the memory behind a range; it reads as zero afterwards. */
    static void discard(long address, long bytes) {
        Invariant.check(advise(address, bytes, MADV_DONTNEED) == 0, "madvise(MADV_DONTNEED) failed");
    }

    /**
     * Moves the pages of a range to another reserved range without copying; the source stays mapped and reads as
     * zero. False when the kernel cannot (before 5.7).
     */
    static boolean move(long source, long destination, long bytes) {
        try {
            long moved = (long) Move.MREMAP.invokeExact(
                    source, bytes, bytes, MREMAP_MAYMOVE_FIXED_DONTUNMAP, destination, 0L);
            return moved == destination;
        } catch (Throwable e) {
            throw new IllegalStateException("mremap", e);
        }
    }

    /**
     * Gives a thread a policy. Refusal is harmless.
     *
     * @param thread its number in the system; 0 is the calling one
     * @param parameter address of the policy's parameter
     */
    static void schedule(long thread, long policy, long parameter) {
        try {
            long status = (long) Scheduling.SETSCHEDULER.invokeExact(thread, policy, parameter, 0L, 0L, 0L);
        } catch (Throwable e) {
            throw new IllegalStateException("sched_setscheduler", e);
        }
    }

    /** Has a thread stand back by so many steps. Refusal is harmless. */
    static void nice(long thread, long steps) {
        try {
            long status = (long) Scheduling.SETPRIORITY.invokeExact(PRIO_PROCESS, thread, steps, 0L, 0L, 0L);
        } catch (Throwable e) {
            throw new IllegalStateException("setpriority", e);
        }
    }

    private static int advise(long address, long bytes, long advice) {
        try {
            return (int) (long) MADVISE.invokeExact(address, bytes, advice, 0L, 0L, 0L);
        } catch (Throwable e) {
            throw new IllegalStateException("madvise", e);
        }
    }

    /** Physical memory in bytes; a cautious guess where the system does not tell. */
    static long ramBytes() {
        Path memoryInfo = Path.of("/proc/meminfo");
        if (!Files.isReadable(memoryInfo)) return DEFAULT_RAM_BYTES;
        String text = read(memoryInfo);
        int start = text.indexOf("MemTotal:") + "MemTotal:".length();
        return Long.parseLong(text.substring(start, text.indexOf("kB", start)).strip()) << 10;
    }

    /** Whether transparent huge pages may be asked for. */
    static boolean hasHugePages() {
        Path setting = Path.of("/sys/kernel/mm/transparent_hugepage/enabled");
        return Files.isReadable(setting) && !read(setting).contains("[never]");
    }

    private static String read(Path path) {
        try {
            return Files.readString(path);
        } catch (IOException e) {
            throw new IllegalStateException(path.toString(), e);
        }
    }

    private static MethodHandle handle(String name) {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), SHAPE);
    }
}
