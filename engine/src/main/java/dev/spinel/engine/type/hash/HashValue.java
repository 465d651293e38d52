package dev.spinel.engine.type.hash;

import dev.spinel.engine.keyspace.Entry;
import dev.spinel.engine.keyspace.Key;
import dev.spinel.engine.keyspace.ValueType;
import dev.spinel.engine.memory.Arena;
import dev.spinel.engine.memory.MemoryTag;
import dev.spinel.engine.resp.Numbers;
import dev.spinel.engine.struct.Blocks;
import dev.spinel.engine.struct.listpack.Element;
import dev.spinel.engine.struct.listpack.Listpack;
import dev.spinel.engine.struct.listpack.ListpackReader;
import dev.spinel.engine.struct.packedhash.PackedHash;
import dev.spinel.engine.struct.table.SipHash;
import java.util.random.RandomGenerator;

/**
 * What can be done with the value of a hash key, whichever way it is encoded: a flyweight over one key at a time. All
 * changes are silent; the caller announces them. Text handed in must not lie inside the hash itself. Reactor thread.
 */
public final class HashValue {
    private final PackedHash table;
    private final HashCursor place = new HashCursor();
    private long maxListpackEntries = 512;
    private long maxListpackValue = 64;
    private Key key;

    /** @param hasher the one of the keyspace */
    public HashValue(SipHash hasher) {
        table = new PackedHash(hasher);
    }

    /** {@code hash-max-listpack-entries} and {@code hash-max-listpack-value}. */
    public void limits(long entries, long valueBytes) {
        maxListpackEntries = entries;
        maxListpackValue = valueBytes;
    }

    /** Lays the flyweight over a key that holds a hash or is absent. */
    public HashValue open(Key hash) {
        key = hash;
        if (isTable()) {
            table.open(hash.root());
        }
        return this;
    }

    private boolean isTable() {
        return key.exists() && key.encoding() == Entry.HASHTABLE;
    }

    /** Number of fields; 0 when the key is absent. */
    public long length() {
        if (!key.exists()) {
            return 0;
        }
        return isTable() ? table.count() : Listpack.count(key.bytesAddress()) / 2;
    }

    /** Puts the cursor on a field; false when it is absent. */
    public boolean find(HashCursor cursor, long address, long length) {
        if (isTable()) {
            return cursor.readPlace(table.find(cursor.place(), address, length));
        }
        if (!key.exists()) {
            return false;
        }
        long lp = key.bytesAddress();
        return cursor.readPair(lp, Listpack.find(lp, Listpack.first(lp), address, length, 1));
    }

    public boolean contains(long address, long length) {
        return find(place, address, length);
    }

    // Walks

    /** Puts the cursor on the first field of a walk over all; false when there is none. */
    public boolean first(HashCursor cursor) {
        if (isTable()) {
            table.begin(cursor.place());
            return next(cursor);
        }
        return key.exists() && cursor.readPair(key.bytesAddress(), Listpack.first(key.bytesAddress()));
    }

    /** Goes on with a walk; false at its end. */
    public boolean next(HashCursor cursor) {
        if (isTable()) {
            return cursor.readPlace(table.next(cursor.place()));
        }
        long lp = key.bytesAddress();
        return cursor.readPair(lp, Listpack.next(lp, Listpack.next(lp, cursor.fieldOffset())));
    }

    /** Puts the cursor on a field drawn so that all are equally likely; the hash is not empty. */
    public void random(HashCursor cursor, RandomGenerator random) {
        if (isTable()) {
            cursor.readPlace(table.random(cursor.place(), random));
        } else {
            long lp = key.bytesAddress();
            cursor.readPair(lp, Listpack.seek(lp, 2L * random.nextInt(Listpack.count(lp) / 2)));
        }
    }

    /**
     * Begins one step of a scan, to be walked with {@link #next}, which comes first, in a table only.
     *
     * @return the next scan cursor, 0 at the end
     */
    long beginScan(HashCursor cursor, long scanCursor) {
        return table.beginScan(cursor.place(), scanCursor);
    }

    /** Whether a scan has several steps; otherwise one walk is all of it. */
    boolean isScanned() {
        return isTable();
    }

    // Changes

    /**
     * Makes ready for {@code pairs} fields and values the caller is about to put: an absent key becomes an empty hash,
     * and a listpack a table when they are too many.
     */
    public void grow(long pairs) {
        if (!key.exists()) {
            key.putBytes(ValueType.HASH, Entry.LISTPACK, key.address(), 0, Key.NEVER);
            Listpack.init(key.resizeBytes(Listpack.EMPTY_BYTES));
        }
        if (!isTable() && pairs > maxListpackEntries) {
            toTable();
        }
    }

    /** Sets a field; {@link #grow} first. Whether the field is new. */
    public boolean put(long field, long fieldLength, long value, long valueLength) {
        if (!isTable() && !fits(field, fieldLength, value, valueLength)) {
            toTable();
        }
        if (isTable()) {
            return table.put(field, fieldLength, value, valueLength);
        }
        boolean isNew = putListpack(field, fieldLength, value, valueLength);
        if (isNew && length() > maxListpackEntries) {
            toTable();
        }
        return isNew;
    }

    private boolean fits(long field, long fieldLength, long value, long valueLength) {
        long added = Element.stringBytes(field, fieldLength) + Element.stringBytes(value, valueLength);
        return fieldLength <= maxListpackValue && valueLength <= maxListpackValue
            && Listpack.bytes(key.bytesAddress()) + added <= Listpack.MAX_BYTES;
    }

    private boolean putListpack(long field, long fieldLength, long value, long valueLength) {
        long lp = key.bytesAddress();
        int at = Listpack.find(lp, Listpack.first(lp), field, fieldLength, 1);
        long valueBytes = Element.stringBytes(value, valueLength);
        if (at == Listpack.NONE) {
            lp = roomFor(Element.stringBytes(field, fieldLength) + valueBytes);
            Listpack.appendString(lp, field, fieldLength);
            Listpack.appendString(lp, value, valueLength);
            return true;
        }
        int valueAt = Listpack.next(lp, at);
        long grown = valueBytes - Listpack.elementBytes(lp, valueAt);
        lp = roomFor(Math.max(grown, 0));
        Listpack.replaceString(lp, valueAt, value, valueLength);
        if (grown < 0) {
            key.resizeBytes(Listpack.bytes(lp));
        }
        return false;
    }

    /** Removes a field, and the key with its last one; whether it was there. */
    public boolean remove(long field, long fieldLength) {
        if (!key.exists()) {
            return false;
        }
        boolean isThere = isTable() ? table.remove(field, fieldLength) : removeListpack(field, fieldLength);
        if (isThere && length() == 0) {
            key.delete();
        }
        return isThere;
    }

    private boolean removeListpack(long field, long fieldLength) {
        long lp = key.bytesAddress();
        int at = Listpack.find(lp, Listpack.first(lp), field, fieldLength, 1);
        if (at == Listpack.NONE) {
            return false;
        }
        Listpack.deleteRange(lp, at, 2);
        key.resizeBytes(Listpack.bytes(lp));
        return true;
    }

    private long roomFor(long bytes) {
        return key.resizeBytes(Listpack.bytes(key.bytesAddress()) + bytes);
    }

    private void toTable() {
        long root = PackedHash.create();
        table.open(root);
        addAll(table, key.bytesAddress());
        key.putRoot(ValueType.HASH, Entry.HASHTABLE, root, 0, key.expireAt());
    }

    /** Puts all pairs of a listpack into a table; false when a field is there twice, and then not all are in. */
    static boolean addAll(PackedHash table, long lp) {
        long digits = Blocks.allocate(MemoryTag.SERVER, 2 * Numbers.MAX_LONG_DIGITS);
        HashCursor cursor = new HashCursor();
        boolean isDistinct = true;
        boolean more = cursor.readPair(lp, Listpack.first(lp));
        while (more && isDistinct) {
            ListpackReader field = cursor.field();
            ListpackReader value = cursor.value();
            long valueDigits = digits + Numbers.MAX_LONG_DIGITS;
            isDistinct = table.put(text(field, digits), field.textLength(), text(value, valueDigits),
                value.textLength());
            more = cursor.readPair(lp, Listpack.next(lp, Listpack.next(lp, cursor.fieldOffset())));
        }
        Arena.free(digits);
        return isDistinct;
    }

    /** Address of an element as text; an integer is written to {@code digits}, which has room for 20 bytes. */
    static long text(ListpackReader element, long digits) {
        if (!element.isInteger()) {
            return element.address();
        }
        Numbers.write(digits, element.integer());
        return digits;
    }

    /** A flyweight with the same limits over a key of any keyspace. */
    HashValue forLoading(Key target) {
        HashValue hash = new HashValue(target.keyspace().hasher());
        hash.limits(maxListpackEntries, maxListpackValue);
        return hash.open(target);
    }

    /** Whether a hash of this many fields may be a listpack. */
    boolean fitsListpack(long fields) {
        return fields <= maxListpackEntries;
    }
}
