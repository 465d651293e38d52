package dev.spinel.module.api;

import dev.spinel.module.abi.Handle;
import dev.spinel.module.abi.HandleTable;
import dev.spinel.module.abi.StringCell;

/** {@code RedisModuleKeyOptCtx}: which key a callback of a type is about, and which it becomes. For one callback. */
public final class KeyOptions extends Handle implements AutoCloseable {
    private final long from;
    private final long to;
    private final int fromDatabase;
    private final int toDatabase;

    /** Takes over the names; 0 and -1 for what is not known. */
    KeyOptions(long from, long to, int fromDatabase, int toDatabase) {
        this.from = from;
        this.to = to;
        this.fromDatabase = fromDatabase;
        this.toDatabase = toDatabase;
        HandleTable.open(this, 0);
    }

    long from() {
        return from;
    }

    long to() {
        return to;
    }

    int fromDatabase() {
        return fromDatabase;
    }

    int toDatabase() {
        return toDatabase;
    }

    @Override
    public void close() {
        HandleTable.close(this);
        if (from != 0) {
            StringCell.release(from);
        }
        if (to != 0) {
            StringCell.release(to);
        }
    }
}
