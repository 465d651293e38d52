package dev.spinel.tools.server;

import com.sun.management.HotSpotDiagnosticMXBean;
import dev.spinel.engine.memory.Arena;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Whose the resident pages of this process are: every mapping the kernel lists in {@code /proc/self/smaps} belongs to
 * one part, so the parts add up to what is resident. The JVM does not tell where its areas lie; they are recognised by
 * their reserved size and by the flags of their mappings. Immutable.
 *
 * <pre>
 *   arena         blocks and free room of the data, and the records about them: what used_memory is part of
 *   java.heap     a reserved range of MaxHeapSize
 *   metaspace     classes: a range of CompressedClassSpaceSize, and nodes of 64 MiB
 *   code          machine code made at run time: writable and executable
 *   class.archive mapped AOT cache or CDS archive
 *   jdk.files     libraries and the image of the JDK
 *   libraries     other shared libraries, those of modules too, with their variables
 *   files         whatever else is mapped: jars, locales
 *   stacks        of threads
 *   malloc        what the JVM and native libraries allocate in small pieces
 *   native        tables of the collector and other anonymous memory, large pieces of malloc too
 *   kernel        pages the kernel lends
 * </pre>
 */
final class ResidentMemory {
    private static final long NODE_BYTES = 64L << 20;
    private static final int BYTES_PER_KIB = 1024;
    /** Range, permissions, offset, device, inode, path. */
    private static final int HEAD_FIELDS = 6;

    private final List<Mapping> mappings;
    private final String javaHome;
    private final Map<Mapping, Part> areas = new LinkedHashMap<>();

    private enum Part {
        ARENA, JAVA_HEAP, METASPACE, CODE, CLASS_ARCHIVE, JDK_FILES, LIBRARIES, FILES, STACKS, MALLOC, NATIVE, KERNEL;

        private String label() {
            return name().toLowerCase(Locale.ROOT).replace('_', '.');
        }
    }

    /**
     * One line of the kernel's list with what it says below.
     *
     * @param flags of two letters each; {@code ac} memory is promised, {@code nh} no huge pages, {@code ex} executable
     */
    record Mapping(long start, long end, String path, String flags, long residentBytes) {
        boolean has(String flag) {
            return flags.contains(flag);
        }

        boolean isAnonymous() {
            return path.isEmpty();
        }
    }

    private ResidentMemory(List<Mapping> mappings, String javaHome) {
        this.mappings = mappings;
        this.javaHome = javaHome;
    }

    /** Bytes by part, in a fixed order, and their sum under {@code total}. */
    static Map<String, Long> of(BufferedReader smaps) throws IOException {
        HotSpotDiagnosticMXBean machine = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
        ResidentMemory memory = new ResidentMemory(parse(smaps), System.getProperty("java.home"));
        memory.markRange(option(machine, "MaxHeapSize"), Part.JAVA_HEAP);
        memory.markRange(option(machine, "CompressedClassSpaceSize"), Part.METASPACE);
        memory.markNodes();
        return memory.sums();
    }

    private static long option(HotSpotDiagnosticMXBean machine, String name) {
        return Long.parseLong(machine.getVMOption(name).getValue());
    }

    static List<Mapping> parse(BufferedReader smaps) throws IOException {
        List<Mapping> mappings = new ArrayList<>();
        String head = "";
        long resident = 0;
        for (String line = smaps.readLine(); line != null; line = smaps.readLine()) {
            int dash = line.indexOf('-');
            if (dash > 0 && dash < line.indexOf(' ')) {
                head = line;
            } else if (line.startsWith("Rss:")) {
                String kib = line.substring("Rss:".length(), line.length() - "kB".length()).strip();
                resident = Long.parseLong(kib) * BYTES_PER_KIB;
            } else if (line.startsWith("VmFlags:")) {
                mappings.add(mapping(head.split(" +", HEAD_FIELDS), line, resident));
            }
        }
        return mappings;
    }

    private static Mapping mapping(String[] head, String flags, long resident) {
        String[] range = head[0].split("-");
        String path = head.length == HEAD_FIELDS ? head[HEAD_FIELDS - 1].strip() : "";
        return new Mapping(Long.parseUnsignedLong(range[0], 16), Long.parseUnsignedLong(range[1], 16), path, flags,
                resident);
    }

    /** Marks the only run of neighbouring anonymous mappings of exactly this length in which memory is promised. */
    private void markRange(long bytes, Part part) {
        for (int i = 0; i < mappings.size(); i++) {
            List<Mapping> run = run(i, bytes);
            if (!run.isEmpty() && run.stream().anyMatch(each -> each.has("ac"))) {
                run.forEach(each -> areas.put(each, part));
                return;
            }
        }
    }

    /** Marks what the JVM reserves for classes; arenas of malloc are as large, but nobody promises memory for them. */
    private void markNodes() {
        for (int i = 0; i < mappings.size(); i++) {
            List<Mapping> run = run(i, NODE_BYTES);
            boolean isNode = run.size() > 1 && run.getFirst().has("ac")
                    && run.stream().noneMatch(each -> each.has("ex") || areas.containsKey(each));
            if (isNode) {
                run.forEach(each -> areas.put(each, Part.METASPACE));
            }
        }
    }

    /** The anonymous mappings from one on that follow one another without a gap up to a length; empty if none do. */
    private List<Mapping> run(int from, long bytes) {
        long start = mappings.get(from).start();
        long end = start;
        for (int i = from; i < mappings.size() && end - start < bytes; i++) {
            Mapping next = mappings.get(i);
            if (!next.isAnonymous() || next.start() != end) {
                return List.of();
            }
            end = next.end();
            if (end - start == bytes) {
                return mappings.subList(from, i + 1);
            }
        }
        return List.of();
    }

    private Map<String, Long> sums() {
        Map<Part, Long> bytes = new EnumMap<>(Part.class);
        long total = 0;
        Part before = Part.NATIVE;
        long end = 0;
        for (Mapping mapping : mappings) {
            boolean isBehindLibrary = mapping.start() == end && before == Part.LIBRARIES;
            Part part = part(mapping, isBehindLibrary);
            bytes.merge(part, mapping.residentBytes(), Long::sum);
            total += mapping.residentBytes();
            before = part;
            end = mapping.end();
        }
        Map<String, Long> named = new LinkedHashMap<>();
        named.put("total", total);
        for (Part part : Part.values()) {
            named.put(part.label(), bytes.getOrDefault(part, 0L));
        }
        return named;
    }

    private Part part(Mapping mapping, boolean isBehindLibrary) {
        if (Arena.isPartOf(mapping.start(), mapping.end())) {
            return Part.ARENA;
        }
        if (!mapping.isAnonymous()) {
            return named(mapping.path());
        }
        Part area = areas.get(mapping);
        if (area != null) {
            return area;
        }
        if (mapping.has("ex") && mapping.has("wr")) {
            return Part.CODE;
        }
        if (isBehindLibrary) {
            return Part.LIBRARIES;
        }
        if (mapping.has("nh")) {
            return Part.STACKS;
        }
        boolean isArenaOfMalloc = mapping.start() % NODE_BYTES == 0 && mapping.end() - mapping.start() <= NODE_BYTES
                && !mapping.has("ac");
        return isArenaOfMalloc ? Part.MALLOC : Part.NATIVE;
    }

    private Part named(String path) {
        if (path.startsWith("[")) {
            return switch (path) {
                case "[heap]" -> Part.MALLOC;
                case "[stack]" -> Part.STACKS;
                default -> Part.KERNEL;
            };
        }
        if (path.endsWith(".aot") || path.endsWith(".jsa")) {
            return Part.CLASS_ARCHIVE;
        }
        if (path.startsWith(javaHome)) {
            return Part.JDK_FILES;
        }
        return path.contains(".so") ? Part.LIBRARIES : Part.FILES;
    }
}
