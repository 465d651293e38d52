package dev.spinel.engine.struct;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** Asserts that code allocates nothing on the Java heap. */
public final class Allocations {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private Allocations() {}

    /** Runs {@code code} twice, so that classes are loaded, and measures the second run. */
    public static void assertNone(Runnable code) {
        code.run();
        bytesOf(code);
        assertEquals(0, bytesOf(code), "bytes allocated on the Java heap");
    }

    private static long bytesOf(Runnable code) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        code.run();
        return THREADS.getCurrentThreadAllocatedBytes() - before;
    }
}
