package dev.spinel.engine.struct;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** Asserts that code allocates nothing on the Java heap. */
public final class Allocations {
    private static final int RUNS = 5;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private Allocations() {}

    /** Runs {@code code} until a run allocates nothing, five times at most: the JIT's own traces fade, ours do not. */
    public static void assertNone(Runnable code) {
        code.run();
        long least = Long.MAX_VALUE;
        for (int run = 0; run < RUNS && least > 0; run++) {
            least = Math.min(least, bytesOf(code));
        }
        assertEquals(0, least, "bytes allocated on the Java heap");
    }

    private static long bytesOf(Runnable code) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        code.run();
        return THREADS.getCurrentThreadAllocatedBytes() - before;
    }
}
