package dev.spinel.engine.keyspace;

import dev.spinel.engine.keyspace.RemovalListener.Removal;
import dev.spinel.engine.memory.Arena;
import dev.spinel.engine.memory.Invariant;
import dev.spinel.engine.memory.Mem;
import dev.spinel.engine.memory.MemoryTag;
import dev.spinel.engine.memory.Relocation;

/**
 * One name in one database, with its entry if there is one. A flyweight: bind it with a lookup of {@link Keyspace};
 * it is valid until another key is added to or removed from the same database, or it is bound again. The bytes of the
 * name belong to the caller. Changes made here are silent: commands announce them through their call.
 */
public final class Key {
    /** No expiry, or: drop the expiry. */
    public static final long NEVER = -1;

    /** Entries up to this size hold their bytes inside; longer values have a block of their own. */
    private static final long SHARED_INTEGERS = 10_000;
    private static final int MAX_EMBEDDED_ENTRY = 512;

    private final Keyspace keyspace;
    private Database database;
    private long address;
    private long length;
    private long hash;
    private long slot;
    private long entry;
    private boolean created;

    Key(Keyspace keyspace) {
        this.keyspace = keyspace;
    }

    /** Binds to a name and finds its entry; no side effects. */
    void bind(Database database, long address, long length) {
        this.database = database;
        this.address = address;
        this.length = length;
        hash = keyspace.hash(address, length);
        slot = database.table().find(hash, address, length);
        entry = slot == 0 ? 0 : database.table().entryAt(slot);
        created = false;
    }

    /**
     * Finds the same name again, whatever was added or removed since; no side effects. For a key that was bound to its
     * name and whose bytes are still there.
     */
    public Key again() {
        slot = database.table().find(hash, address, length);
        entry = slot == 0 ? 0 : database.table().entryAt(slot);
        created = false;
        return this;
    }

    /** Binds to an entry whose slot is known, for scans; the name lies in the entry. */
    void bindSlot(Database database, long slot, long entry) {
        this.database = database;
        this.slot = slot;
        this.entry = entry;
        address = Entry.keyAddress(entry);
        length = Entry.keyLength(entry);
        hash = 0;
        created = false;
    }

    /** Makes an existing key look absent, until it is bound again. */
    public void hide() {
        entry = 0;
    }

    public Database database() {
        return database;
    }

    public Keyspace keyspace() {
        return keyspace;
    }

    public long address() {
        return address;
    }

    /** Hash of the name under the secret of the keyspace. */
    long hash() {
        return hash == 0 ? keyspace.hash(address, length) : hash;
    }

    /** Length of the name in bytes. */
    public long length() {
        return length;
    }

    /** A copy of the name on the Java heap; for the slow lane only. */
    public byte[] name() {
        return Mem.toBytes(address, length);
    }

    /** Whether the key came into being since it was looked up; answers true once. */
    public boolean takeCreated() {
        boolean answer = created;
        created = false;
        return answer;
    }

    public boolean exists() {
        return entry != 0;
    }

    /** Address of the entry, 0 when absent. */
    public long entry() {
        return entry;
    }

    /** One of the codes of {@link ValueType}; -1 when absent. */
    public int type() {
        return entry == 0 ? -1 : Entry.type(entry);
    }

    public int encoding() {
        return Entry.encoding(entry);
    }

    /** Changes the encoding without touching the value. */
    public void encoding(int encoding) {
        Entry.encoding(entry, encoding);
    }

    public ValueType valueType() {
        return ValueType.of(Entry.type(entry));
    }

    public long expireAt() {
        return entry == 0 ? NEVER : Entry.expireAt(entry);
    }

    public boolean isInteger() {
        return Entry.isInteger(entry);
    }

    /** What Redis answers for the references to this value: small integers are shared there as a rule. */
    public int referenceCount() {
        boolean isShared = keyspace.sharesIntegers() && isInteger() && integer() >= 0 && integer() < SHARED_INTEGERS;
        return isShared ? Integer.MAX_VALUE : 1;
    }

    public long integer() {
        return Entry.integer(entry);
    }

    /** Address of the bytes of a value that is neither an integer nor a root. Moves with every change. */
    public long bytesAddress() {
        return Entry.bytesAddress(entry);
    }

    public long bytesLength() {
        return Entry.bytesLength(entry);
    }

    public long root() {
        return Entry.root(entry);
    }

    /** Exact bytes this key takes outside the table. */
    public long memoryBytes() {
        return Arena.blockSize(entry) + valueType().memoryBytes(entry);
    }

    /** As {@link #memoryBytes()}; a type that estimates looks at so many elements. */
    public long memoryBytes(long samples) {
        return Arena.blockSize(entry) + valueType().memoryBytes(entry, samples);
    }

    /** Stores bytes as the value, in place of whatever was there. */
    public void putBytes(int type, int encoding, long source, long bytes, long expireAt) {
        if (embedded(bytes, expireAt)) {
            long area = room(type, encoding, Entry.INSIDE, 1 + bytes, expireAt);
            Mem.putByte(area, (byte) bytes);
            Mem.copy(source, area + 1, bytes);
        } else {
            long block = Arena.allocate(MemoryTag.VALUE, bytes);
            Mem.initCopy(source, block, bytes);
            putBlock(type, encoding, block, bytes, expireAt);
        }
    }

    /** Stores bytes from the Java heap as the value; for the slow lane only. */
    public void putBytes(int type, int encoding, byte[] source, long expireAt) {
        long copy = Arena.allocate(MemoryTag.SERVER, Math.max(source.length, 1));
        Mem.initCopyIn(source, 0, copy, source.length);
        putBytes(type, encoding, copy, source.length, expireAt);
        Arena.free(copy);
    }

    /** Stores a block of {@code bytes} used bytes as the value and owns it from now on. */
    public void putBlock(int type, int encoding, long block, long bytes, long expireAt) {
        if (Mem.CHECKS) {
            Invariant.check(Arena.tag(block) == MemoryTag.VALUE, "a value in memory that no snapshot preserves");
        }
        long area = room(type, encoding, Entry.OUTSIDE, Entry.OUTSIDE_BLOCK_BYTES, expireAt);
        Mem.putRef(area, Arena.ref(block));
        Mem.putInt(area + 5, (int) bytes);
    }

    /** Stores an integer as the value of a string. */
    public void putInteger(long value, long expireAt) {
        int width = Entry.integerWidth(value);
        long area = room(ValueType.STRING, Entry.integerEncoding(width), Entry.INTEGER, width, expireAt);
        switch (width) {
            case Byte.BYTES -> Mem.putByte(area, (byte) value);
            case Short.BYTES -> Mem.putShort(area, (short) value);
            case Integer.BYTES -> Mem.putInt(area, (int) value);
            default -> Mem.putLong(area, value);
        }
    }

    /** Stores the root of a structure as the value. */
    public void putRoot(int type, int encoding, long root, int info, long expireAt) {
        long area = room(type, encoding, Entry.OUTSIDE, Entry.OUTSIDE_ROOT_BYTES, expireAt);
        Mem.putLong(area, root);
        Mem.putInt(area + Long.BYTES, info);
    }

    /**
     * Makes the bytes of the value {@code bytes} long, keeping what fits; new bytes are undefined. Answers their
     * address: value and entry may have moved.
     */
    public long resizeBytes(long bytes) {
        long old = Entry.bytesLength(entry);
        if (Entry.form(entry) == Entry.OUTSIDE) {
            if (embedded(bytes, expireAt()) && bytes < MAX_EMBEDDED_ENTRY / 4) {
                moveInside(bytes);
            } else {
                long block = Arena.reallocate(Entry.blockAddress(entry), bytes);
                long area = Entry.valueArea(entry);
                Mem.putRef(area, Arena.ref(block));
                Mem.putInt(area + 5, (int) bytes);
            }
        } else if (embedded(bytes, expireAt())) {
            resizeInside(bytes);
        } else {
            long block = Arena.allocate(MemoryTag.VALUE, bytes);
            Mem.initCopy(Entry.bytesAddress(entry), block, Math.min(old, bytes));
            boolean hasFieldExpiry = Entry.hasFieldExpiry(entry);
            putBlock(type(), encoding(), block, bytes, expireAt());
            if (hasFieldExpiry) {
                updateFieldExpiry();
            }
        }
        return Entry.bytesAddress(entry);
    }

    /** Notes that parts of the value have expiries of their own, or none any more. Nothing moves. */
    public void updateFieldExpiry() {
        long earliest = valueType().earliestFieldExpiry(entry);
        boolean expires = earliest != ValueType.NEVER;
        if (expires || Entry.hasFieldExpiry(entry)) {
            setFieldExpiry(expires);
            updateTable();
        }
    }

    private void setFieldExpiry(boolean expires) {
        if (Entry.hasFieldExpiry(entry) != expires) {
            Entry.hasFieldExpiry(entry, expires);
            database.countExpiries(0, expires ? 1 : -1);
        }
    }

    /** When the entry has to be visited because something of it expires; {@link ValueType#NEVER} for never. */
    long nextExpiry() {
        long own = Entry.hasExpiry(entry) ? Entry.expireAt(entry) : ValueType.NEVER;
        return Entry.hasFieldExpiry(entry) ? Math.min(own, valueType().earliestFieldExpiry(entry)) : own;
    }

    private void updateTable() {
        long next = nextExpiry();
        database.table().setTtlBit(slot, next != ValueType.NEVER, next);
    }

    /** Sets when the key expires, or {@link #NEVER}. The entry may move. */
    public void expireAt(long atMs) {
        boolean had = Entry.hasExpiry(entry);
        if (had && atMs >= 0) {
            Entry.expireAt(entry, atMs);
        } else if (had || atMs >= 0) {
            long areaBytes = areaBytes(entry);
            long fresh = allocate(areaBytes, atMs);
            Entry.initHead(fresh, Entry.kindByte(entry), Entry.clock(entry), Entry.form(entry), Entry.keyAddress(entry),
                    Entry.keyLength(entry), atMs);
            Entry.hasFieldExpiry(fresh, Entry.hasFieldExpiry(entry));
            Mem.initCopy(Entry.valueArea(entry), Entry.valueArea(fresh), areaBytes);
            replaceEntry(fresh);
            database.countExpiries(atMs >= 0 ? 1 : -1, 0);
        }
        updateTable();
    }

    /** Takes over the value of an unlinked entry, whose block is freed; for RENAME, MOVE and SWAP of values. */
    public void takeValue(long source, long expireAt) {
        long area = Entry.valueArea(source);
        long bytes = areaBytes(source);
        int kind = Entry.kindByte(source);
        int clock = Entry.clock(source);
        boolean hasFieldExpiry = Entry.hasFieldExpiry(source);
        long target = room(kind & 15, kind >>> 4, Entry.form(source), bytes, expireAt);
        Mem.copy(area, target, bytes);
        Entry.clock(entry, clock);
        if (hasFieldExpiry) {
            updateFieldExpiry();
        }
        Arena.free(source);
    }

    /** Runs something that may move the entry of this existing key, and finds it again. For the slow lane only. */
    void stayBoundDuring(Runnable task) {
        long nameHash = hash();
        boolean isInside = address >= entry && address < entry + Arena.blockSize(entry);
        long name = isInside ? Arena.allocate(MemoryTag.SERVER, Math.max(length, 1)) : address;
        if (isInside) {
            Mem.initCopy(address, name, length);
        }
        task.run();
        slot = database.table().find(nameHash, name, length);
        entry = slot == 0 ? 0 : database.table().entryAt(slot);
        if (isInside) {
            Arena.free(name);
            address = Entry.keyAddress(entry);
        }
    }

    /** Says that the value, if there is one, is about to be replaced by one that has nothing to do with it. */
    public void beforeOverwrite() {
        if (entry != 0) {
            keyspace.beforeRemoval(this, Removal.OVERWRITTEN);
        }
    }

    /** Removes the key and frees its value. */
    public void delete() {
        delete(keyspace.lazyFree().onServerDelete());
    }

    /** Removes the key and frees its value, or has that done in the background when it is large. */
    public void delete(boolean lazily) {
        long gone = unlink();
        ValueType.of(Entry.type(gone)).onLeave(gone, database.index());
        keyspace.lazyFree().free(gone, lazily);
    }

    /** Takes the key out of the table but keeps its entry, which the caller must give to {@link Keyspace#free}. */
    public long unlink() {
        keyspace.beforeRemoval(this, Removal.DELETED);
        return takeEntry();
    }

    /** As {@link #unlink}, when whoever listens has heard of it. */
    long takeEntry() {
        keyspace.beforeChange(entry);
        keyspace.sizes().gone(this);
        long gone = entry;
        database.table().removeAt(slot);
        database.countExpiries(Entry.hasExpiry(gone) ? -1 : 0, Entry.hasFieldExpiry(gone) ? -1 : 0);
        slot = 0;
        entry = 0;
        return gone;
    }

    private boolean embedded(long bytes, long expireAt) {
        return bytes <= Entry.MAX_INSIDE && Entry.headBytes(length, expireAt >= 0) + 1 + bytes <= MAX_EMBEDDED_ENTRY;
    }

    /**
     * Gives the key an entry with a value area of {@code areaBytes} and frees the value that was there; answers the
     * address of the area. Rewrites the old block when it fits, so overwriting values of one size moves nothing.
     */
    private long room(int type, int encoding, int form, long areaBytes, long expireAt) {
        if (entry != 0) {
            keyspace.beforeChange(entry);
            keyspace.sizes().watch(this);
            ValueType.of(Entry.type(entry)).onLeave(entry, database.index());
            keyspace.lazyFree().freeValue(entry, keyspace.lazyFree().onServerDelete());
            setFieldExpiry(false);
            if (Entry.hasExpiry(entry) == (expireAt >= 0) && fits(areaBytes)) {
                Entry.kind(entry, type, encoding);
                Entry.form(entry, form);
                if (expireAt >= 0) {
                    Entry.expireAt(entry, expireAt);
                }
                database.table().setTtlBit(slot, expireAt >= 0, expireAt);
                return Entry.valueArea(entry);
            }
            database.countExpiries(Entry.hasExpiry(entry) ? -1 : 0, 0);
        }
        long fresh = allocate(areaBytes, expireAt);
        int clock = keyspace.freshClock();
        Entry.initHead(fresh, type | encoding << 4, clock, form, address, length, expireAt);
        if (entry == 0) {
            entry = fresh;
            created = true;
            slot = database.table().insert(hash, fresh);
            keyspace.sizes().created(this);
        } else {
            replaceEntry(fresh);
        }
        database.table().setTtlBit(slot, expireAt >= 0, expireAt);
        database.countExpiries(expireAt >= 0 ? 1 : 0, 0);
        return Entry.valueArea(fresh);
    }

    private boolean fits(long areaBytes) {
        long needed = Entry.valueArea(entry) - entry + areaBytes;
        long size = Arena.blockSize(entry);
        return needed <= size && size - needed < Long.BYTES;
    }

    private long allocate(long areaBytes, long expireAt) {
        return Arena.allocateEntry(database.space(), Entry.headBytes(length, expireAt >= 0) + areaBytes);
    }

    /** Moves the entry of an existing key, and its value if that is one block, to fuller slabs. */
    void relocate(Relocation relocation) {
        boolean nameInside = address == Entry.keyAddress(entry);
        long moved = relocation.move(entry);
        if (moved != 0) {
            database.table().replaceAt(slot, moved);
            entry = moved;
            address = nameInside ? Entry.keyAddress(moved) : address;
        }
        long block = Entry.isBlock(entry) ? relocation.move(Entry.blockAddress(entry)) : 0;
        if (block != 0) {
            Mem.putRef(Entry.valueArea(entry), Arena.ref(block));
        }
    }

    private void replaceEntry(long fresh) {
        long old = entry;
        boolean nameInside = address >= old && address < old + Arena.blockSize(old);
        database.table().replaceAt(slot, fresh);
        entry = fresh;
        if (nameInside) {
            address = Entry.keyAddress(fresh);
        }
        Arena.free(old);
    }

    private static long areaBytes(long entry) {
        return switch (Entry.form(entry)) {
            case Entry.INSIDE -> 1 + Entry.bytesLength(entry);
            case Entry.INTEGER -> 1L << (Entry.encoding(entry) - Entry.INT8);
            default -> Entry.isRoot(entry) ? Entry.OUTSIDE_ROOT_BYTES : Entry.OUTSIDE_BLOCK_BYTES;
        };
    }

    private void resizeInside(long bytes) {
        if (!fits(1 + bytes)) {
            long fresh = allocate(1 + bytes, expireAt());
            copyHead(fresh, Entry.INSIDE);
            long kept = Math.min(bytes, Entry.bytesLength(entry));
            Mem.initCopy(Entry.bytesAddress(entry), Entry.valueArea(fresh) + 1, kept);
            replaceEntry(fresh);
        }
        Mem.putByte(Entry.valueArea(entry), (byte) bytes);
    }

    private void moveInside(long bytes) {
        long block = Entry.blockAddress(entry);
        long fresh = allocate(1 + bytes, expireAt());
        copyHead(fresh, Entry.INSIDE);
        long area = Entry.valueArea(fresh);
        Mem.initByte(area, (byte) bytes);
        Mem.initCopy(block, area + 1, Math.min(bytes, Entry.bytesLength(entry)));
        replaceEntry(fresh);
        Arena.free(block);
    }

    private void copyHead(long fresh, int form) {
        Entry.initHead(fresh, Entry.kindByte(entry), Entry.clock(entry), form, Entry.keyAddress(entry),
                Entry.keyLength(entry), Entry.expireAt(entry));
        Entry.hasFieldExpiry(fresh, Entry.hasFieldExpiry(entry));
    }
}
