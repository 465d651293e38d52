package dev.spinel.engine.keyspace;

import dev.spinel.engine.struct.table.LinearTable;

/**
 * Removes keys, and fields of hashes, whose time has come, a bounded number per turn. It visits only groups of buckets
 * in which something is due, so its work is proportional to what expires. Owned by the reactor.
 */
public final class ExpiryCycle {
    private final Keyspace keyspace;
    private final Key key;
    private int database;
    private int group;
    /** Removals this turn may still do. */
    private int left;

    public ExpiryCycle(Keyspace keyspace) {
        this.keyspace = keyspace;
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
        for (long slot = table.nextSwept(); slot != LinearTable.NO_SLOT; slot = table.nextSwept()) {
            keyspace.bindSlot(key, current, slot);
            expireDue();
            if (key.exists()) {
                table.keepSwept(key.nextExpiry());
            }
        }
        table.endSweep();
    }

    /** Removes the key, or fields of it, as far as something is due. */
    private void expireDue() {
        if (key.expireAt() >= 0 && key.expireAt() <= keyspace.nowMs()) {
            keyspace.expire(key);
            left--;
        } else if (Entry.hasFieldExpiry(key.entry()) && key.nextExpiry() <= keyspace.nowMs() && left > 0) {
            left -= Math.max(1, key.valueType().expireFields(key, left));
        }
    }
}
