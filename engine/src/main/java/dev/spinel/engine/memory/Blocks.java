package dev.spinel.engine.memory;

/** What is known about a block from its address alone, whatever its kind. */
final class Blocks {
    private Blocks() {}

    /** The number of the live block that starts at {@code address} in a slab; anything else breaks an invariant. */
    static int liveIndex(long slab, long address) {
        int index = Slab.indexOf(slab, address);
        if (Slab.block(slab, index) != address || !Slab.isLive(slab, index)) throw notLive(address);
        return index;
    }

    /** Bytes of the live block that starts at {@code address}, as counted. */
    static long size(long address) {
        requireInside(address);
        switch (Slab.kind(Slab.record(AddressSpace.unit(address)))) {
            case Slab.KIND_SLAB -> {
                long slab = Slab.containing(address);
                liveIndex(slab, address);
                return Slab.blockSize(slab);
            }
            case Slab.KIND_SPAN -> {
                return Spans.bytes(Spans.start(address));
            }
            case Slab.KIND_HUGE -> {
                return Huge.bytes(Huge.start(address));
            }
            default -> throw notLive(address);
        }
    }

    /** The owner of the live block that starts at {@code address}; see {@link Bins}. */
    static int owner(long address) {
        requireInside(address);
        switch (Slab.kind(Slab.record(AddressSpace.unit(address)))) {
            case Slab.KIND_SLAB -> {
                return Slab.owner(Slab.containing(address));
            }
            case Slab.KIND_SPAN -> {
                return Spans.owner(Spans.start(address));
            }
            case Slab.KIND_HUGE -> {
                return Huge.owner(Huge.start(address));
            }
            default -> throw notLive(address);
        }
    }

    /** First byte of the live block around an address inside the arena; 0 when there is none. */
    static long around(long address) {
        switch (Slab.kind(Slab.record(AddressSpace.unit(address)))) {
            case Slab.KIND_SLAB -> {
                long slab = Slab.containing(address);
                int index = Slab.indexOf(slab, address);
                return Slab.isLive(slab, index) ? Slab.block(slab, index) : 0;
            }
            case Slab.KIND_SPAN -> {
                return Spans.around(address);
            }
            default -> {
                boolean isHuge = Chunks.kind(AddressSpace.chunk(address)) == Chunks.KIND_HUGE;
                return isHuge ? Huge.around(address) : 0;
            }
        }
    }

    static void requireInside(long address) {
        if (!AddressSpace.contains(address)) throw notLive(address);
    }

    /** The report about an address that is not the start of a live block. */
    static BrokenInvariant notLive(long address) {
        return Invariant.broken("not the start of a live block (freed twice?): " + describe(address));
    }

    /** An address with what surrounds it, for reports. */
    static String describe(long address) {
        String hex = "0x" + Long.toHexString(address);
        if (!AddressSpace.contains(address)) return hex + " outside the arena";
        long start = around(address);
        if (start == 0) return hex + " in no live block, " + describeUnit(address);
        return hex + " in block [0x" + Long.toHexString(start) + ", +" + size(start) + ") of tag "
                + MemoryTag.name(Bins.tag(owner(start)));
    }

    private static String describeUnit(long address) {
        if (Slab.kind(Slab.record(AddressSpace.unit(address))) != Slab.KIND_SLAB) return "not in a slab";
        long slab = Slab.containing(address);
        long block = Slab.block(slab, Slab.indexOf(slab, address));
        return "free slot [0x" + Long.toHexString(block) + ", +" + Slab.blockSize(slab) + ") of tag "
                + MemoryTag.name(Slab.tag(slab));
    }
}
