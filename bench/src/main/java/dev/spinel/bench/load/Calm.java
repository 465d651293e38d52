package dev.spinel.bench.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * Waits until what was done before is over: the server runs no more than its timers do, and the kernel has written to
 * disk what it wants to write. Linux only: reads /proc.
 */
final class Calm {
    private static final long LOOK_MS = 500;
    /** Of half a second; timers and a connection that asks cost less. */
    private static final long CALM_CPU_NS = TimeUnit.MILLISECONDS.toNanos(25);
    private static final long CALM_UNWRITTEN_BYTES = 32L << 20;
    private static final int CALM_LOOKS = 4;
    private static final int MOST_LOOKS = 120;

    private Calm() {}

    /** Answers the seconds waited; after a minute it gives up, on a machine that is never calm. */
    static double await(ServerProcess server) throws IOException, InterruptedException {
        int looks = 0;
        for (int calm = 0; calm < CALM_LOOKS && looks < MOST_LOOKS; looks++) {
            long before = server.cpuNs();
            Thread.sleep(LOOK_MS);
            boolean isCalm = server.cpuNs() - before <= CALM_CPU_NS && unwrittenBytes() <= CALM_UNWRITTEN_BYTES;
            calm = isCalm ? calm + 1 : 0;
        }
        return looks * LOOK_MS / 1e3;
    }

    private static long unwrittenBytes() throws IOException {
        return unwrittenBytes(Files.readString(Path.of("/proc/meminfo")));
    }

    /** Dirty pages and those on their way to the disk. */
    static long unwrittenBytes(String meminfo) {
        return meminfo.lines().filter(line -> line.startsWith("Dirty:") || line.startsWith("Writeback:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) << 10).sum();
    }
}
