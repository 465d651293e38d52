package dev.spinel.engine.keyspace;

/**
 * The best candidates for eviction that samples have shown so far, over all databases, in the order in which they
 * should go. It holds entries by address and remembers no names: one that has moved or gone since is found no more.
 * Source: evictionPoolPopulate in evict.c.
 *
 * <pre>
 *   0                count - 1
 *   | goes last …    goes first |     scores, hashes, entries and databases in columns
 * </pre>
 */
final class EvictionPool {
    private static final int SIZE = 16;

    private final long[] scores = new long[SIZE];
    private final long[] hashes = new long[SIZE];
    private final long[] entries = new long[SIZE];
    private final Database[] databases = new Database[SIZE];
    private int count;

    void clear() {
        count = 0;
    }

    /** Takes a candidate in, in place of the one that would go last when there is no room. The higher, the sooner. */
    void offer(Database database, Key key, long score) {
        int at = 0;
        while (at < count && scores[at] < score) {
            at++;
        }
        if (count < SIZE) {
            move(at, at + 1, count - at);
            count++;
        } else if (at == 0) {
            return;
        } else {
            at--;
            move(1, 0, at);
        }
        scores[at] = score;
        hashes[at] = key.hash();
        entries[at] = key.entry();
        databases[at] = database;
    }

    /** Binds a key to the candidate that goes first and takes it out; false when all are gone. */
    boolean take(Keyspace keyspace, Key key) {
        while (count > 0) {
            count--;
            Database database = databases[count];
            long slot = database.table().findEntry(hashes[count], entries[count]);
            if (slot != 0) {
                keyspace.bindSlot(key, database, slot);
                return true;
            }
        }
        return false;
    }

    private void move(int from, int to, int length) {
        System.arraycopy(scores, from, scores, to, length);
        System.arraycopy(hashes, from, hashes, to, length);
        System.arraycopy(entries, from, entries, to, length);
        System.arraycopy(databases, from, databases, to, length);
    }
}
