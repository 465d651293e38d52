package dev.spinel.engine.memory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Has the threads beside the reactor make way for it. Where there are fewer processors than busy threads, the kernel
 * lets the one that runs finish its slice, some milliseconds, before it lets the reactor answer. A batch thread of lower
 * priority is interrupted at once, and still gets a third of what a busy reactor gets, so that its work ends.
 *
 * <p>Linux only; elsewhere, and where the system refuses, nothing happens. Any thread.
 */
public final class SideThread {
    private static final long SCHED_BATCH = 3;
    private static final long NICE = 5;
    /** Of what comes with a policy: the priority, which batch threads have none of. */
    private static final long PARAMETER_BYTES = 4;
    private static final Path TASKS = Path.of("/proc/self/task");
    /** As the kernel keeps them: 15 letters. Threads they start inherit what they have. */
    private static final List<String> COMPILERS = List.of("C1 CompilerThre", "C2 CompilerThre");

    private SideThread() {}

    /** The calling thread is one. */
    public static void enter() {
        if (Files.isDirectory(TASKS)) makeWay(0);
    }

    /** So are the compilers of the JVM: what the reactor runs now is better than what it may run later. */
    public static void includeCompilers() {
        if (!Files.isDirectory(TASKS)) return;
        try (Stream<Path> tasks = Files.list(TASKS)) {
            for (Path task : tasks.toList()) {
                if (COMPILERS.contains(name(task))) makeWay(Long.parseLong(task.getFileName().toString()));
            }
        } catch (IOException failure) {
            throw new IllegalStateException("the list of threads", failure);
        }
    }

    /** Empty when the thread is over: the kernel has different errors for that. */
    private static String name(Path task) {
        try {
            return Files.readString(task.resolve("comm")).strip();
        } catch (IOException over) {
            return "";
        }
    }

    /** @param thread its number in the system; 0 is the calling one */
    private static void makeWay(long thread) {
        try (java.lang.foreign.Arena scope = java.lang.foreign.Arena.ofConfined()) {
            VirtualMemory.schedule(thread, SCHED_BATCH, scope.allocate(PARAMETER_BYTES).address());
            VirtualMemory.nice(thread, NICE);
        }
    }
}
