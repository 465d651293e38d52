package dev.spinel.engine.type.set;

import dev.spinel.engine.keyspace.Entry;
import dev.spinel.engine.keyspace.FreeValue;
import dev.spinel.engine.keyspace.Key;
import dev.spinel.engine.keyspace.ValueSlot;
import dev.spinel.engine.keyspace.ValueType;
import dev.spinel.engine.struct.intset.Intset;
import dev.spinel.engine.struct.listpack.Decimal;
import dev.spinel.engine.struct.listpack.Element;
import dev.spinel.engine.struct.listpack.Listpack;
import dev.spinel.engine.struct.packedhash.PackedHash;
import dev.spinel.engine.struct.table.SipHash;

/**
 * One set in whatever encoding: under a key, or free while a result is put together. A flyweight; bytes handed in must
 * not lie inside the set. It never removes its key: who empties a set deletes the key.
 */
public final class SetValue implements FreeValue {
    private final SetLimits limits;
    private final ValueSlot slot = new ValueSlot(ValueType.SET);
    private final PackedHash hash;

    SetValue(SipHash hasher, SetLimits limits) {
        this.limits = limits;
        hash = new PackedHash(hasher);
    }

    /** A flyweight for those who never change a set. */
    public static SetValue reader(SipHash hasher) {
        return new SetValue(hasher, null);
    }

    /** Lays the flyweight over a key that is a set or absent. */
    public SetValue open(Key key) {
        slot.open(key);
        return this;
    }

    /** Starts a set without a key: {@link #storeAt} or {@link #discard} it. */
    SetValue openFree() {
        slot.openFree();
        return this;
    }

    ValueSlot slot() {
        return slot;
    }

    /** The members of a set whose encoding is a hash table. */
    PackedHash hash() {
        return hash.open(slot.root());
    }

    /** Number of members. */
    @Override
    public long count() {
        return switch (slot.encoding()) {
            case ValueSlot.ABSENT -> 0;
            case Entry.INTSET -> Intset.count(slot.address());
            case Entry.LISTPACK -> Listpack.count(slot.address());
            default -> hash().count();
        };
    }

    public boolean contains(long address, long length) {
        return switch (slot.encoding()) {
            case ValueSlot.ABSENT -> false;
            case Entry.INTSET -> Decimal.isCanonical(address, length)
                && Intset.contains(slot.address(), Decimal.parse(address, length));
            case Entry.LISTPACK -> offset(address, length) != Listpack.NONE;
            default -> hash().contains(address, length);
        };
    }

    private int offset(long address, long length) {
        long lp = slot.address();
        return Listpack.find(lp, Listpack.first(lp), address, length, 0);
    }

    /** Tells that so many members are about to be added, so that a large set is a hash table at once. */
    void expect(long members, boolean areIntegers) {
        int encoding = slot.encoding();
        boolean mayBeIntset = encoding == Entry.INTSET || encoding == ValueSlot.ABSENT && areIntegers;
        if (encoding >= Entry.FIRST_ROOT || mayBeIntset && members <= limits.intsetEntries()) {
            return;
        }
        if (encoding == Entry.INTSET || members > limits.listpackEntries()) {
            toHash();
        } else if (encoding == ValueSlot.ABSENT) {
            create(false);
        }
    }

    /** Adds a member; whether it is new. */
    boolean add(long address, long length) {
        boolean isInteger = slot.encoding() < Entry.FIRST_ROOT && Decimal.isCanonical(address, length);
        if (slot.encoding() == ValueSlot.ABSENT) {
            create(isInteger);
        }
        if (slot.encoding() == Entry.INTSET) {
            if (isInteger) {
                return addInteger(Decimal.parse(address, length));
            }
            leaveIntset(length);
        }
        if (slot.encoding() == Entry.LISTPACK) {
            if (offset(address, length) != Listpack.NONE) {
                return false;
            }
            if (fitsListpack(address, length)) {
                long lp = slot.resize(slot.bytes() + Element.stringBytes(address, length));
                Listpack.appendString(lp, address, length);
                return true;
            }
            toHash();
        }
        return hash().addCompactly(address, length);
    }

    private void create(boolean ofIntegers) {
        if (ofIntegers && limits.intsetEntries() > 0) {
            long set = ValueSlot.allocate(Intset.EMPTY_BYTES);
            Intset.init(set);
            slot.putBytes(Entry.INTSET, set, Intset.EMPTY_BYTES);
        } else if (limits.listpackEntries() > 0) {
            long lp = ValueSlot.allocate(Listpack.EMPTY_BYTES);
            Listpack.init(lp);
            slot.putBytes(Entry.LISTPACK, lp, Listpack.EMPTY_BYTES);
        } else {
            slot.putRoot(Entry.HASHTABLE, PackedHash.create());
        }
    }

    private boolean addInteger(long value) {
        int found = Intset.search(slot.address(), value);
        if (found >= 0) {
            return false;
        }
        long set = slot.resize(Intset.bytesWith(slot.address(), value));
        Intset.insert(set, found, value);
        if (Intset.count(set) > limits.intsetEntries()) {
            toHash();
        }
        return true;
    }

    private boolean fitsListpack(long address, long length) {
        long lp = slot.address();
        return Listpack.count(lp) < limits.listpackEntries() && length <= limits.listpackValueBytes()
            && Listpack.bytes(lp) + Element.stringBytes(address, length) <= Listpack.MAX_BYTES;
    }

    /** Gives up being an intset before something of {@code length} bytes that is no integer is added. */
    private void leaveIntset(long length) {
        long set = slot.address();
        int count = Intset.count(set);
        int longest = count == 0 ? 0
            : Math.max(Decimal.length(Intset.valueAt(set, 0)), Decimal.length(Intset.valueAt(set, count - 1)));
        if (count < limits.listpackEntries() && Math.max(longest, length) <= limits.listpackValueBytes()) {
            intsetToListpack(set, count);
        } else {
            toHash();
        }
    }

    private void intsetToListpack(long set, int count) {
        long bytes = Listpack.EMPTY_BYTES;
        for (int i = 0; i < count; i++) {
            bytes += Element.integerBytes(Intset.valueAt(set, i));
        }
        long lp = ValueSlot.allocate(bytes);
        Listpack.init(lp);
        for (int i = 0; i < count; i++) {
            Listpack.appendInteger(lp, Intset.valueAt(set, i));
        }
        slot.putBytes(Entry.LISTPACK, lp, bytes);
    }

    /** Makes the set a hash table, whatever it was. */
    private void toHash() {
        long root = PackedHash.create();
        long text = ValueSlot.allocate(Decimal.MAX_BYTES);
        SetCursor cursor = new SetCursor();
        cursor.begin(this, text);
        while (cursor.next()) {
            hash.open(root).addCompactly(cursor.address(), cursor.length());
        }
        SetCursor.freeText(text);
        slot.putRoot(Entry.HASHTABLE, root);
    }

    /** Removes a member; whether it was there. */
    boolean remove(long address, long length) {
        switch (slot.encoding()) {
            case ValueSlot.ABSENT:
                return false;
            case Entry.INTSET:
                int found = Decimal.isCanonical(address, length)
                    ? Intset.search(slot.address(), Decimal.parse(address, length)) : -1;
                if (found >= 0) {
                    removeInteger(found);
                }
                return found >= 0;
            case Entry.LISTPACK:
                int offset = offset(address, length);
                if (offset != Listpack.NONE) {
                    removeElement(offset);
                }
                return offset != Listpack.NONE;
            default:
                return hash().remove(address, length);
        }
    }

    /** Removes the member of an intset with this index. */
    void removeInteger(int index) {
        long set = slot.address();
        Intset.removeAt(set, index);
        slot.resize(Intset.bytes(set));
    }

    /** Removes the member of a listpack at this offset. */
    void removeElement(int offset) {
        long lp = slot.address();
        Listpack.delete(lp, offset);
        slot.resize(Listpack.bytes(lp));
    }

    @Override
    public void storeAt(Key key) {
        slot.storeAt(key);
    }

    @Override
    public void discard() {
        if (slot.encoding() == Entry.HASHTABLE) {
            PackedHash.free(slot.takeRoot());
        } else {
            slot.discardBytes();
        }
    }

    /** Copies the set to an absent key. */
    void copyTo(Key target) {
        if (slot.encoding() == Entry.HASHTABLE) {
            target.putRoot(ValueType.SET, Entry.HASHTABLE, hash().copy(), 0, Key.NEVER);
        } else {
            slot.copyBytes(target);
        }
    }

    /** Takes a block over that is an intset or a listpack of {@code bytes} bytes; a free set only. */
    void adopt(int encoding, long block, long bytes) {
        slot.putBytes(encoding, block, bytes);
        long most = encoding == Entry.INTSET ? limits.intsetEntries() : limits.listpackEntries();
        if (count() > most) {
            toHash();
        }
    }

    /** Whether no member of a listpack stands in it twice. */
    boolean isDistinct() {
        long lp = slot.address();
        for (int offset = Listpack.first(lp); offset != Listpack.NONE; offset = Listpack.next(lp, offset)) {
            int next = Listpack.next(lp, offset);
            int twin = Listpack.isInteger(lp, offset)
                ? Listpack.findInteger(lp, next, Listpack.integer(lp, offset), 0)
                : Listpack.find(lp, next, Listpack.stringAddress(lp, offset), Listpack.stringLength(lp, offset), 0);
            if (twin != Listpack.NONE) {
                return false;
            }
        }
        return true;
    }
}
