package dev.spinel.engine.feature.server;

import java.util.Locale;
import java.util.Map;

/** MEMORY DOCTOR: what looks wrong, in words. The limits are those of Redis; below 5 MiB nothing is judged. */
final class MemoryDoctor {
    private static final long MIB = 1 << 20;
    private static final long JUDGED_FROM = 5 * MIB;
    private static final long NOTICEABLE = 10 * MIB;
    private static final long BIG_CLIENT = 200 << 10;
    private static final long BIG_OUTSIDE = 64 * MIB;
    private static final long BIG_REPLICAS = 10 * MIB;

    private MemoryDoctor() {}

    /** The parts of what is resident, the largest first. */
    static String whereItGoes(Map<String, Long> parts) {
        long total = Math.max(parts.get("total"), 1);
        StringBuilder lines = new StringBuilder("\nResident memory, by what it is for:\n\n");
        parts.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .forEach(part -> lines.append(String.format(Locale.ROOT, " %-14s %10.1f MiB %5.1f %%\n", part.getKey(),
                        (double) part.getValue() / MIB, part.getValue() * 100.0 / total)));
        return lines.toString();
    }

    /**
     * @param clients how many there are, without replicas
     * @param parts of what is resident, as {@link dev.spinel.engine.port.ProcessStats#residentParts}
     */
    static String diagnosis(MemoryReport memory, int clients, Map<String, Long> parts) {
        if (memory.used() < JUDGED_FROM) {
            return "This instance is empty or uses very little memory, so there is nothing to judge yet.\n";
        }
        StringBuilder issues = new StringBuilder();
        if ((double) memory.peak() / memory.used() > 1.5) {
            issues.append(" * Peak memory: it once used more than 150 % of what it uses now. Ratios that compare"
                    + " resident with used memory look worse than they are.\n");
        }
        long arena = parts.getOrDefault("arena", 0L);
        if (arena > memory.used() * 1.4 && arena - memory.used() > NOTICEABLE) {
            issues.append(" * High total RSS: the arena has more than 1.4 times the memory in use.\n");
        }
        if (memory.fragmentationRatio() > 1.1 && memory.active() - memory.allocated() > NOTICEABLE) {
            issues.append(" * High allocator fragmentation: slabs are less than 90 % full. See MEMORY"
                    + " MALLOC-STATS.\n");
        }
        if (memory.allocatorResidentRatio() > 1.1 && memory.resident() - memory.active() > NOTICEABLE) {
            issues.append(" * High allocator RSS overhead: idle pages wait to be given back. MEMORY PURGE does it"
                    + " now.\n");
        }
        long outside = parts.getOrDefault("malloc", 0L) + parts.getOrDefault("native", 0L);
        if (outside > BIG_OUTSIDE && outside > memory.used() / 10) {
            issues.append(" * High process RSS overhead: much memory lies outside the arena and the Java heap, as"
                    + " compilers of the JVM or a native library of a module may take.\n");
        }
        if (memory.replicas() > BIG_REPLICAS) {
            issues.append(" * Big replica buffers: more than 10 MiB wait for replicas to take them. INFO replication"
                    + " tells which one lags.\n");
        }
        if (clients > 0 && memory.clients() / clients > BIG_CLIENT) {
            issues.append(" * Big client buffers: more than 200 KiB each on average. CLIENT LIST shows whose.\n");
        }
        return issues.isEmpty()
                ? "No memory issue was found.\n"
                : "Issues found in this instance:\n\n" + issues;
    }
}
