package dev.spinel.tools.server;

import dev.spinel.engine.port.ProcessStats;
import dev.spinel.tools.supervisor.Supervisor;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** This process as Linux' {@code /proc} and the JVM show it. */
final class SystemProcess implements ProcessStats {
    private static final long PAGE_BYTES = 4096;
    private static final long MICROS_PER_TICK = 10_000;
    private static final int USER_TICKS_FIELD = 11;
    private static final int RESIDENT_FIELD = 1;

    private final Path configFile;
    private final Supervisor supervisor;

    SystemProcess(Path configFile, Supervisor supervisor) {
        this.configFile = configFile;
        this.supervisor = supervisor;
    }

    private static String read(String file) {
        try {
            return Files.readString(Path.of(file)).strip();
        } catch (IOException failure) {
            throw new UncheckedIOException(file + " cannot be read", failure);
        }
    }

    @Override
    public long pid() {
        return ProcessHandle.current().pid();
    }

    @Override
    public long residentBytes() {
        return Long.parseLong(read("/proc/self/statm").split(" ")[RESIDENT_FIELD]) * PAGE_BYTES;
    }

    @Override
    public Map<String, Long> residentParts() {
        try (BufferedReader smaps = Files.newBufferedReader(Path.of("/proc/self/smaps"))) {
            return ResidentMemory.of(smaps);
        } catch (IOException failure) {
            throw new UncheckedIOException("the kernel does not list the memory of this process", failure);
        }
    }

    @Override
    public long heapBytes() {
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    @Override
    public long nonHeapBytes() {
        return ManagementFactory.getMemoryMXBean().getNonHeapMemoryUsage().getUsed();
    }

    @Override
    public long systemBytes() {
        for (String line : read("/proc/meminfo").split("\n")) {
            if (line.startsWith("MemTotal:")) {
                return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
            }
        }
        return 0;
    }

    /** The fields of {@code /proc/self/stat} behind the program's name, which may hold blanks. */
    private static String[] stat() {
        String text = read("/proc/self/stat");
        return text.substring(text.lastIndexOf(')') + 2).split(" ");
    }

    @Override
    public long systemCpuMicros() {
        return Long.parseLong(stat()[USER_TICKS_FIELD + 1]) * MICROS_PER_TICK;
    }

    @Override
    public long userCpuMicros() {
        return Long.parseLong(stat()[USER_TICKS_FIELD]) * MICROS_PER_TICK;
    }

    @Override
    public String operatingSystem() {
        return System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                + System.getProperty("os.arch").replace("amd64", "x86_64");
    }

    @Override
    public String executable() {
        return ProcessHandle.current().info().command().orElse("java");
    }

    @Override
    public String supervisor() {
        return supervisor.name();
    }

    @Override
    public String configFile() {
        return configFile == null ? "" : configFile.toString();
    }
}
