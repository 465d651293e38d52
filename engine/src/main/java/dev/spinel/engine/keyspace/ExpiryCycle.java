package dev.spinel.engine.keyspace;

import dev.spinel.engine.struct.table.LinearTable;
import java.util.function.Consumer;

/**
 * Removes keys, and fields of hashes, whose time has come, a bounded number per turn. It visits only groups of buckets
 * in which something is due, so its work is proportional to what expires. Owned by the reactor.
 */
public final class ExpiryCycle {
    private final Keyspace keyspace;
    private final Key key;
    private int database;
    private int group;
    private final Consumer<Runnable> unit;
    private final Runnable removal = this::remove;
    /** Removals this turn may still do. */
    private int left;
    /** When the key last looked at has to be looked at again. */
    private long nextVisit;

    /** @param unit runs what removes a key as an execution unit; fields are units each */
    public ExpiryCycle(Keyspace keyspace, Consumer<Runnable> unit) {
        this.keyspace = keyspace;
        this.unit = unit;
        this.key = keyspace.newKey();
    }

    /** Removes up to about {@code limit} expired keys and fields of keys; false when more may be due. */
    public boolean run(int limit) {
        if (keyspace.isExpiryPaused() || keyspace.isLoading()) {
            return true;
        }
        left = limit;
        for (int visited = 0; visited < keyspace.databaseCount(); visited++) {
            Database current = keyspace.database(database);
            while (group >= 0 && current.hasExpiries()) {
                group = current.table().nextDueGroup(group, keyspace.nowMs());
                if (group < 0) {
                    break;
                }
                sweep(current, group);
                if (left <= 0) {
                    return false;
                }
                group++;
            }
            group = 0;
            database = database + 1 == keyspace.databaseCount() ? 0 : database + 1;
        }
        return true;
    }

    private void sweep(Database current, int sweptGroup) {
        LinearTable table = current.table();
        table.beginSweep(sweptGroup);
        for (long slot = table.nextSwept(); slot != LinearTable.NO_SLOT; slot = nextSwept(table)) {
            keyspace.bindSlot(key, current, slot);
            visit();
            if (nextVisit != ValueType.NEVER) {
                table.keepSwept(nextVisit);
            }
        }
        table.endSweep();
    }

    /** A sweep that was cut short leaves its group due. */
    private long nextSwept(LinearTable table) {
        return left > 0 ? table.nextSwept() : LinearTable.NO_SLOT;
    }

    private void visit() {
        long nowMs = keyspace.nowMs();
        nextVisit = key.nextExpiry();
        if (key.expireAt() >= 0 && key.expireAt() <= nowMs) {
            unit.accept(removal);
        } else if (nextVisit <= nowMs && left > 0 && Entry.hasFieldExpiry(key.entry())) {
            left -= Math.max(1, key.valueType().expireFields(key, left));
            nextVisit = key.exists() ? key.nextExpiry() : ValueType.NEVER;
        }
    }

    private void remove() {
        keyspace.expire(key);
        left--;
        nextVisit = ValueType.NEVER;
    }
}
