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
    private static final long EXPIRY_BYTES = Element.integerBytes(Long.MAX_VALUE);

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

    /** Number of fields, those included whose time is over but which nobody met; 0 when the key is absent. */
    public long length() {
        if (!key.exists()) {
            return 0;
        }
        return isTable() ? table.count() : ListpackFields.count(key);
    }

    /** Number of fields a walk meets that leaves out those whose time is over. */
    public long liveLength(long nowMs) {
        long length = length();
        if (!hasExpiries() || earliestExpiry() >= nowMs) {
            return length;
        }
        for (boolean more = first(place); more; more = next(place)) {
            length -= place.isExpired(nowMs) ? 1 : 0;
        }
        return length;
    }

    /** The key it lies over. */
    public Key key() {
        return key;
    }

    /** Whether some field expires. */
    public boolean hasExpiries() {
        return key.exists() && Entry.hasFieldExpiry(key.entry());
    }

    /** Lower bound of when a field expires; {@link ValueType#NEVER} when none does. */
    public long earliestExpiry() {
        return hasExpiries() ? key.valueType().earliestFieldExpiry(key.entry()) : ValueType.NEVER;
    }

    /** When the first field expires; {@link ValueType#NEVER} when none does. */
    public long firstExpiry() {
        return isTable() && hasExpiries() ? table.firstExpiry(place.place()) : earliestExpiry();
    }

    /** Puts the cursor on a field, whether its time is over or not; false when it is absent. */
    public boolean find(HashCursor cursor, long address, long length) {
        if (isTable()) {
            return cursor.readPlace(table.find(cursor.place(), address, length));
        }
        return key.exists() && read(cursor, ListpackFields.find(key, address, length));
    }

    private boolean read(HashCursor cursor, int offset) {
        return cursor.readTuple(key.bytesAddress(), offset, ListpackFields.hasExpiries(key));
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
        return key.exists() && read(cursor, Listpack.first(key.bytesAddress()));
    }

    /** Goes on with a walk; false at its end. */
    public boolean next(HashCursor cursor) {
        if (isTable()) {
            return cursor.readPlace(table.next(cursor.place()));
        }
        return read(cursor, ListpackFields.next(key, cursor.fieldOffset()));
    }

    /** Puts the cursor on a field drawn so that all are equally likely; the hash is not empty. */
    public void random(HashCursor cursor, RandomGenerator random) {
        if (isTable()) {
            cursor.readPlace(table.random(cursor.place(), random));
        } else {
            long index = random.nextInt(ListpackFields.count(key));
            read(cursor, Listpack.seek(key.bytesAddress(), index * ListpackFields.width(key)));
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

    /** Sets a field, which loses its expiry if it has one; {@link #grow} first. Whether the field is new. */
    public boolean put(long field, long fieldLength, long value, long valueLength) {
        return put(field, fieldLength, value, valueLength, false);
    }

    /** {@link #put} that leaves the expiry of the field alone. */
    public boolean putKeepingExpiry(long field, long fieldLength, long value, long valueLength) {
        return put(field, fieldLength, value, valueLength, true);
    }

    private boolean put(long field, long fieldLength, long value, long valueLength, boolean keepsExpiry) {
        if (!isTable() && !fits(field, fieldLength, value, valueLength)) {
            toTable();
        }
        if (!keepsExpiry && hasExpiries() && find(place, field, fieldLength)) {
            clearExpiry(place);
        }
        if (isTable()) {
            return table.put(field, fieldLength, value, valueLength);
        }
        int at = ListpackFields.find(key, field, fieldLength);
        boolean isNew = at == Listpack.NONE;
        if (isNew) {
            ListpackFields.append(key, field, fieldLength, value, valueLength);
        } else {
            ListpackFields.setValue(key, at, value, valueLength);
        }
        if (length() > maxListpackEntries) {    // a lower limit counts from the next change on
            toTable();
        }
        return isNew;
    }

    private boolean fits(long field, long fieldLength, long value, long valueLength) {
        long added = Element.stringBytes(field, fieldLength) + Element.stringBytes(value, valueLength)
            + EXPIRY_BYTES;
        return fieldLength <= maxListpackValue && valueLength <= maxListpackValue
            && Listpack.bytes(key.bytesAddress()) + added <= Listpack.MAX_BYTES;
    }

    /** Removes a field, and the key with its last one; whether it was there. */
    public boolean remove(long field, long fieldLength) {
        if (!find(place, field, fieldLength)) {
            return false;
        }
        removeAt(place);
        settle();
        return true;
    }

    /**
     * Removes the field the cursor is on. In a table the cursor stands before the next one and nothing else moves;
     * {@link #settle} in the end.
     */
    void removeAt(HashCursor cursor) {
        if (isTable()) {
            table.removeAt(cursor.place());
        } else {
            ListpackFields.remove(key, cursor.fieldOffset());
        }
    }

    /** After removals: the key goes with its last field, and a table gives room back. */
    void settle() {
        if (length() == 0) {
            key.delete();
            return;
        }
        if (isTable()) {
            table.shrink();
        }
        if (hasExpiries()) {
            key.updateFieldExpiry();
        }
    }

    // Expiries

    /** Makes ready for fields that expire: a listpack gets room for their expiries. */
    public void prepareExpiries() {
        if (key.encoding() == Entry.LISTPACK) {
            ListpackFields.widen(key);
        }
    }

    /** Sets when the field the cursor is on expires; {@link #prepareExpiries} first. The cursor is invalid then. */
    public void setExpiry(HashCursor cursor, long atMs) {
        if (isTable()) {
            table.setExpiry(cursor.place(), atMs);
        } else {
            ListpackFields.setExpiry(key, cursor.fieldOffset(), atMs);
        }
        key.updateFieldExpiry();
    }

    /** Takes the expiry of the field the cursor is on away, if it has one. The cursor is invalid then. */
    public void clearExpiry(HashCursor cursor) {
        if (cursor.expireAt() == Key.NEVER) {
            return;
        }
        if (isTable()) {
            table.clearExpiry(cursor.place());
        } else {
            ListpackFields.setExpiry(key, cursor.fieldOffset(), Key.NEVER);
        }
        key.updateFieldExpiry();
    }

    /** The table, for a sweep over what is due; null in a listpack. */
    PackedHash table() {
        return isTable() ? table : null;
    }

    private void toTable() {
        long root = PackedHash.create();
        table.open(root);
        addAll(table, key.bytesAddress(), ListpackFields.hasExpiries(key));
        key.putRoot(ValueType.HASH, Entry.HASHTABLE, root, 0, key.expireAt());
        key.updateFieldExpiry();
    }

    /** Puts all fields of a listpack into a table; false when a field is there twice, and then not all are in. */
    static boolean addAll(PackedHash table, long lp, boolean hasExpiries) {
        long digits = Blocks.allocate(MemoryTag.SERVER, 2 * Numbers.MAX_LONG_DIGITS);
        HashCursor cursor = new HashCursor();
        boolean isDistinct = true;
        int offset = Listpack.first(lp);
        while (isDistinct && cursor.readTuple(lp, offset, hasExpiries)) {
            isDistinct = add(table, cursor, digits);
            for (int i = hasExpiries ? 3 : 2; i > 0; i--) {
                offset = Listpack.next(lp, offset);
            }
        }
        Arena.free(digits);
        return isDistinct;
    }

    private static boolean add(PackedHash table, HashCursor cursor, long digits) {
        ListpackReader value = cursor.value();
        long field = text(cursor.field(), digits);
        long fieldLength = cursor.field().textLength();
        long valueText = text(value, digits + Numbers.MAX_LONG_DIGITS);
        boolean isNew = table.put(field, fieldLength, valueText, value.textLength());
        if (cursor.expireAt() != Key.NEVER && table.find(cursor.place(), field, fieldLength)) {
            table.setExpiry(cursor.place(), cursor.expireAt());
        }
        return isNew;
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

    /** Whether no element of a listpack is longer than one should have. */
    boolean isShort(long lp) {
        for (int at = Listpack.first(lp); at != Listpack.NONE; at = Listpack.next(lp, at)) {
            if (Listpack.textLength(lp, at) > maxListpackValue) {
                return false;
            }
        }
        return true;
    }

    /** Whether a hash of this many fields may be a listpack. */
    boolean fitsListpack(long fields) {
        return fields <= maxListpackEntries;
    }
}
