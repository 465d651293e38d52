package dev.spinel.engine.memory;

/** Finds live blocks of an owner in address order, without any state but the last address. */
final class Walk {
    private Walk() {}

    /** The lowest live block of an owner above {@code after} (0 to start); 0 at the end. */
    static long nextBlock(int owner, long after) {
        int unit = 1;
        if (after != 0) {
            unit = AddressSpace.unit(after);
            long block = nextInUnit(unit, owner, after);
            if (block != 0) return block;
            unit++;
        }
        return nextFromUnit(unit, owner);
    }

    private static long nextFromUnit(int from, int owner) {
        int unit = from;
        int end = Chunks.end() * AddressSpace.UNITS_PER_CHUNK;
        while (unit < end) {
            int chunk = unit / AddressSpace.UNITS_PER_CHUNK;
            boolean isStart = unit % AddressSpace.UNITS_PER_CHUNK == 0;
            if (Chunks.kind(chunk) == Chunks.KIND_SLABS) {
                long block = nextInUnit(unit, owner, 0);
                if (block != 0) return block;
                unit++;
            } else {
                long block = isStart ? largeBlock(chunk, 0, owner, false) : 0;
                if (block != 0) return block;
                unit = (chunk + 1) * AddressSpace.UNITS_PER_CHUNK;
            }
        }
        return 0;
    }

    private static long nextInUnit(int unit, int owner, long after) {
        long record = Slab.record(unit);
        return switch (Slab.kind(record)) {
            case Slab.KIND_SLAB -> nextInSlab(AddressSpace.unitAddress(unit), owner, after);
            case Slab.KIND_SPAN ->
                largeBlock(AddressSpace.chunk(after), Spans.page(after) + 1, owner, false);
            default -> 0;
        };
    }

    private static long nextInSlab(long address, int owner, long after) {
        long slab = Slab.containing(address);
        if (Slab.owner(slab) != owner) return 0;
        if (after == 0 && Slab.base(slab) != address) return 0;
        int from = after == 0 ? 0 : Slab.indexOf(slab, after) + 1;
        int capacity = Slab.capacity(slab);
        int index = Bits.nextSet(Slab.bitmap(slab), from, capacity);
        return index == capacity ? 0 : Slab.block(slab, index);
    }

    /** The first span at or after {@code page}, or the huge block, of an owner in a chunk; 0 when there is none. */
    static long largeBlock(int chunk, int page, int owner, boolean withDeferred) {
        if (Chunks.kind(chunk) == Chunks.KIND_SPANS) return Spans.next(chunk, page, owner, withDeferred);
        if (Chunks.kind(chunk) != Chunks.KIND_HUGE || page != 0 || !Huge.isHead(chunk)) return 0;
        boolean isLive = withDeferred || !Huge.isDeferred(chunk);
        return isLive && Huge.owner(chunk) == owner ? AddressSpace.chunkAddress(chunk) : 0;
    }

    /** The lowest slab of an owner above {@code after} (0 to start), as its first block; 0 at the end. */
    static long nextSlab(int owner, long after) {
        int unit = after == 0 ? 1 : AddressSpace.unit(after) + 1;
        int end = Chunks.end() * AddressSpace.UNITS_PER_CHUNK;
        while (unit < end) {
            if (Chunks.kind(unit / AddressSpace.UNITS_PER_CHUNK) != Chunks.KIND_SLABS) {
                unit = (unit / AddressSpace.UNITS_PER_CHUNK + 1) * AddressSpace.UNITS_PER_CHUNK;
                continue;
            }
            long address = AddressSpace.unitAddress(unit++);
            if (Slab.kind(Slab.record(unit - 1)) != Slab.KIND_SLAB) continue;
            long slab = Slab.containing(address);
            if (Slab.base(slab) == address && Slab.owner(slab) == owner) return address;
        }
        return 0;
    }

    /** Frees every span and huge block of an owner. Needs {@link PageLock}. */
    static void releaseLarge(int owner) {
        for (int chunk = Chunks.nextTaken(0); chunk < AddressSpace.CHUNKS; chunk = Chunks.nextTaken(chunk + 1)) {
            long block = largeBlock(chunk, 0, owner, false);
            while (block != 0) {
                int next = Spans.page(block) + 1;
                Arena.freeRaw(block);
                block = largeBlock(chunk, next, owner, false);
            }
        }
    }
}
