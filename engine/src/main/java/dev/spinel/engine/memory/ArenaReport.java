package dev.spinel.engine.memory;

/** The text behind MEMORY MALLOC-STATS. Slow lane. */
final class ArenaReport {
    private final long[] slabs = new long[SizeClass.COUNT];
    private final long[] used = new long[SizeClass.COUNT];
    private final long[] capacity = new long[SizeClass.COUNT];
    private final StringBuilder text = new StringBuilder();

    private ArenaReport() {}

    static String build() {
        ArenaReport report = new ArenaReport();
        report.addTotals();
        report.addTags();
        report.countSlabs();
        report.addClasses();
        return report.text.toString();
    }

    private void addTotals() {
        line("arena: used %d, active %d, resident %d, idle %d, reserved %d%n", Arena.usedBytes(), Arena.activeBytes(),
                Arena.residentBytes(), Arena.idleBytes(), Arena.reservedBytes());
    }

    private void addTags() {
        line("%-20s %15s %12s %15s%n", "tag", "used", "blocks", "peak");
        for (int tag = 0; tag < MemoryTag.limit(); tag++) {
            if (TagCounters.peak(tag) > 0) {
                line("%-20s %15d %12d %15d%n", MemoryTag.name(tag), TagCounters.used(tag), TagCounters.blocks(tag),
                        TagCounters.peak(tag));
            }
        }
    }

    private void countSlabs() {
        int end = Chunks.end() * AddressSpace.UNITS_PER_CHUNK;
        for (int unit = 1; unit < end; unit++) {
            long slab = Slab.record(unit);
            boolean isSlab = Slab.kind(slab) == Slab.KIND_SLAB
                    && Slab.containing(AddressSpace.unitAddress(unit)) == slab;
            if (isSlab) {
                int sizeClass = Slab.sizeClass(slab);
                slabs[sizeClass]++;
                used[sizeClass] += Slab.used(slab);
                capacity[sizeClass] += Slab.capacity(slab);
            }
        }
    }

    private void addClasses() {
        line("%-10s %10s %12s %12s %8s%n", "class", "slabs", "used", "capacity", "percent");
        for (int sizeClass = 0; sizeClass < SizeClass.COUNT; sizeClass++) {
            if (slabs[sizeClass] > 0) {
                line("%-10d %10d %12d %12d %8d%n", SizeClass.bytes(sizeClass), slabs[sizeClass], used[sizeClass],
                        capacity[sizeClass], 100 * used[sizeClass] / capacity[sizeClass]);
            }
        }
    }

    private void line(String format, Object... values) {
        text.append(String.format(format.replace("%n", "\n"), values));
    }
}
