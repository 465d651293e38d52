package dev.spinel.bench.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the kernel says a process has used so far. Linux only: reads /proc. */
final class ProcessCost {
    /** The kernel's unit in /proc/pid/stat; fixed at 100 per second in the interface to user space. */
    private static final long NANOS_PER_TICK = 10_000_000;
    /** Fields of /proc/pid/stat, counted from 0 after the closing parenthesis of the name. */
    private static final int USER_TICKS_FIELD = 11;
    private static final int SYSTEM_TICKS_FIELD = 12;

    private ProcessCost() {}

    /** CPU time in ns, user and system, of all threads that live or lived in the process. */
    static long cpuNs(long pid) throws IOException {
        return parseCpuNs(Files.readString(Path.of("/proc", Long.toString(pid), "stat")));
    }

    static long parseCpuNs(String stat) {
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(fields[USER_TICKS_FIELD]) + Long.parseLong(fields[SYSTEM_TICKS_FIELD])) * NANOS_PER_TICK;
    }

    /** Resident memory in bytes, as the kernel counts it now. */
    static long residentBytes(long pid) throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc", Long.toString(pid), "status"))) {
            if (line.startsWith("VmRSS:")) return Long.parseLong(line.replaceAll("[^0-9]", "")) << 10;
        }
        throw new IOException("no VmRSS for process " + pid);
    }
}
