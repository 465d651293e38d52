package dev.spinel.engine.type.hash;

import dev.spinel.engine.keyspace.Key;
import dev.spinel.engine.keyspace.KeyEvent;
import dev.spinel.engine.keyspace.Keyspace;
import dev.spinel.engine.keyspace.ValueType;
import dev.spinel.engine.memory.Arena;
import dev.spinel.engine.memory.MemoryTag;
import dev.spinel.engine.resp.Numbers;
import dev.spinel.engine.struct.Blocks;
import dev.spinel.engine.struct.listpack.Listpack;
import dev.spinel.engine.struct.packedhash.PackedHash;

/**
 * Fields whose time is over: hidden from whoever looks for them, and removed on the way, or by the cron. Unlike {@link
 * HashValue} this announces what it does. All static. Source: hashTypeGetValue and hashTypeExpire in t_hash.c.
 */
public final class FieldExpiry {
    /** What {@link #lookUp} found: no such field. */
    static final int ABSENT = 0;
    /** A field, and the cursor is on it. */
    static final int LIVE = 1;
    /** A field whose time is over, which may not be removed now. */
    static final int HIDDEN = 2;
    /** A field whose time was over; it is gone, with the key if it was the last one. */
    static final int REMOVED = 3;

    private static final byte[] HEXPIRED = KeyEvent.name("hexpired");

    private FieldExpiry() {}

    /** Puts the cursor on a field; false when it is absent, or its time is over: then it is removed. */
    public static boolean find(HashValue hash, HashCursor cursor, long address, long length) {
        int found = lookUp(hash, cursor, address, length);
        if (found == REMOVED) {
            announce(hash.key());
        }
        return found == LIVE;
    }

    /** {@link #find} that leaves it to the caller to {@link #announce} a removal. */
    static int lookUp(HashValue hash, HashCursor cursor, long address, long length) {
        if (!hash.find(cursor, address, length)) {
            return ABSENT;
        }
        Keyspace keyspace = hash.key().keyspace();
        if (!cursor.isExpired(keyspace.nowMs()) || keyspace.isObeying()) {
            return LIVE;
        }
        if (!mayRemove(keyspace)) {
            return HIDDEN;
        }
        keyspace.fieldExpired(hash.key(), address, length);
        hash.removeAt(cursor);
        hash.settle();
        return REMOVED;
    }

    private static boolean mayRemove(Keyspace keyspace) {
        return !keyspace.isLoading() && !keyspace.isExpiryPaused();
    }

    /** Tells the events of a key of which fields have expired, and that it changed. */
    static void announce(Key key) {
        key.keyspace().event(KeyEvent.HASH, HEXPIRED, key);
        if (!key.exists()) {
            key.keyspace().event(KeyEvent.GENERIC, KeyEvent.DEL, key);
        }
        key.keyspace().modified(key);
    }

    /** Removes all fields whose time is over, before some are drawn. */
    static void removeExpired(HashValue hash) {
        Keyspace keyspace = hash.key().keyspace();
        if (hash.earliestExpiry() < keyspace.nowMs() && mayRemove(keyspace)) {
            removeDue(hash, Integer.MAX_VALUE);
        }
    }

    /** Removes up to {@code limit} fields that are due, and the key with the last one; answers how many. */
    static int removeDue(HashValue hash, int limit) {
        if (hash.earliestExpiry() == ValueType.NEVER) {
            return 0;
        }
        long digits = Blocks.allocate(MemoryTag.SERVER, Numbers.MAX_LONG_DIGITS);
        PackedHash table = hash.table();
        int removed = table == null ? sweepListpack(hash, limit, digits) : sweepTable(hash, table, limit, digits);
        Arena.free(digits);
        Key key = hash.key();
        // The name of a key met in a sweep lies in its entry, which must not go before the listeners have read it.
        long gone = hash.length() == 0 ? key.unlink() : 0;
        if (gone == 0) {
            hash.settle();
        }
        if (removed > 0) {
            announce(key);
        }
        if (gone != 0) {
            key.keyspace().free(gone);
        }
        return removed;
    }

    /** The fields of a listpack are in the order of their expiries. */
    private static int sweepListpack(HashValue hash, int limit, long digits) {
        HashCursor cursor = new HashCursor();
        Key key = hash.key();
        int removed = 0;
        boolean more = hash.first(cursor);
        while (more && removed < limit && isDue(cursor, key.keyspace())) {
            tell(key, cursor, digits);
            removed++;
            more = hash.next(cursor);
        }
        if (removed > 0) {
            long lp = key.bytesAddress();
            Listpack.deleteRange(lp, Listpack.first(lp), (long) removed * ListpackFields.width(key));
            key.resizeBytes(Listpack.bytes(lp));
        }
        return removed;
    }

    private static int sweepTable(HashValue hash, PackedHash table, int limit, long digits) {
        HashCursor cursor = new HashCursor();
        Key key = hash.key();
        long nowMs = key.keyspace().nowMs();
        int removed = 0;
        for (int group = table.nextDueGroup(0, nowMs); group >= 0 && removed < limit;
                group = table.nextDueGroup(group + 1, nowMs)) {
            table.beginSweep(cursor.place(), group);
            while (cursor.readPlace(table.nextExpiring(cursor.place()))) {
                if (removed < limit && isDue(cursor, key.keyspace())) {
                    tell(key, cursor, digits);
                    hash.removeAt(cursor);
                    removed++;
                } else {
                    table.keepSwept(cursor.place());
                }
            }
        }
        table.endSweep();
        return removed;
    }

    /** Whether the cron removes the field: a millisecond before readers stop seeing it. */
    private static boolean isDue(HashCursor cursor, Keyspace keyspace) {
        return cursor.expireAt() != Key.NEVER && cursor.expireAt() <= keyspace.nowMs();
    }

    private static void tell(Key key, HashCursor cursor, long digits) {
        key.keyspace().fieldExpired(key, HashValue.text(cursor.field(), digits), cursor.field().textLength());
    }
}
