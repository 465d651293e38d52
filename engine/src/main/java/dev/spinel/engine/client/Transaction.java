package dev.spinel.engine.client;

import dev.spinel.engine.resp.Args;
import java.util.ArrayList;
import java.util.List;

/** MULTI and WATCH of one client: the queued commands, and whether they may still run. */
public final class Transaction {
    private final List<Args> queued = new ArrayList<>();
    private boolean open;
    private boolean dirty;
    private boolean broken;
    private long queuedFlags;
    private long watchCount;

    /** Whether commands are being queued. */
    public boolean isOpen() {
        return open;
    }

    public void open(boolean open) {
        this.open = open;
    }

    /** A watched key changed: EXEC answers null. */
    public boolean isDirty() {
        return dirty;
    }

    public void dirty(boolean dirty) {
        this.dirty = dirty;
    }

    /** A command could not be queued: EXEC answers EXECABORT. */
    public boolean isBroken() {
        return broken;
    }

    public void broken(boolean broken) {
        this.broken = broken;
    }

    /** Owned copies of the arguments, in order. */
    public List<Args> queued() {
        return queued;
    }

    /** Bytes of the queued arguments. */
    public long queuedBytes() {
        return queued.stream().mapToLong(Args::totalBytes).sum();
    }

    /** Union of the flags of the queued commands. */
    public long queuedFlags() {
        return queuedFlags;
    }

    public void queuedFlags(long flags) {
        queuedFlags = flags;
    }

    public long watchCount() {
        return watchCount;
    }

    public void watchCount(long count) {
        watchCount = count;
    }
}
