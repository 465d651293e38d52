package dev.spinel.module.spi;

import dev.spinel.module.abi.Native;
import dev.spinel.module.abi.StringCell;
import dev.spinel.module.api.DefragApi;
import dev.spinel.module.api.DefragContext;
import dev.spinel.module.api.ReplyApi;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/** Native memory may be moved now, for a short while. Valid until the callback that got it returns. */
public final class Defrag {
    private final Strings strings;
    private final DefragContext api;

    Defrag(Strings strings, DefragContext api) {
        this.strings = strings;
        this.api = api;
    }

    /** Whether the while is over. */
    public boolean isTimeUp() {
        return DefragApi.defragShouldStop(api);
    }

    /** A block of {@link NativeMemory} at its new place; the old one is gone. */
    public MemorySegment move(MemorySegment block) {
        long moved = DefragApi.defragAlloc(api, block.address());
        return moved == 0 ? block : Native.segment(moved, block.byteSize());
    }

    /** Where the last time stopped; 0 the first time, and when everything is done in one go. */
    public long cursor() {
        return strings.with(new byte[Long.BYTES], block -> {
            long address = StringCell.bytes(block);
            return DefragApi.defragCursorGet(api, address) == ReplyApi.OK ? Native.getLong(address) : 0L;
        });
    }

    /** Where to go on the next time; false when there is none. */
    public boolean cursor(long position) {
        return DefragApi.defragCursorSet(api, position) == ReplyApi.OK;
    }

    /** Which key holds the value; empty when the memory belongs to no key. */
    public Optional<ValuePlace> place() {
        long name = DefragApi.getKeyNameFromDefragCtx(api);
        return name == 0 ? Optional.empty()
                : Optional.of(new ValuePlace(StringCell.toBytes(name), DefragApi.getDbIdFromDefragCtx(api)));
    }
}
