package dev.spinel.engine.feature.tracking;

import dev.spinel.engine.memory.Mem;
import dev.spinel.engine.memory.Scratch;
import dev.spinel.engine.struct.packedhash.PackedHash;
import dev.spinel.engine.struct.packedhash.PackedHashCursor;
import dev.spinel.engine.struct.table.SipHash;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * Keys and the clients that may have cached them, in the arena. The database does not matter. Owned by the reactor.
 *
 * <pre>
 *   field: key bytes      value: | client id 8 | client id 8 | …   ascending, little-endian
 * </pre>
 */
final class TrackingTable {
    private final PackedHash hash;
    private final PackedHashCursor place = new PackedHashCursor();
    private final Scratch scratch = new Scratch();
    private long[] ids = new long[8];
    private long root;
    private long items;

    TrackingTable(SipHash hasher) {
        hash = new PackedHash(hasher);
    }

    /** Keys somebody may have cached. */
    long keyCount() {
        return root == 0 ? 0 : hash.open(root).count();
    }

    /** Clients over all keys. */
    long itemCount() {
        return items;
    }

    /** Bytes of the arena. */
    long memoryBytes() {
        return root == 0 ? 0 : hash.open(root).memoryBytes();
    }

    /** Notes that a client has read a key. */
    void remember(long key, long keyLength, long id) {
        if (root == 0) {
            root = PackedHash.create();
        }
        hash.open(root);
        if (!hash.find(place, key, keyLength)) {
            long value = scratch.reserve(Long.BYTES);
            Mem.initLong(value, id);
            hash.put(key, keyLength, value, Long.BYTES);
            items++;
        } else {
            insert(id);
        }
    }

    private void insert(long id) {
        int count = (int) (place.valueLength() / Long.BYTES);
        long old = place.valueAddress();
        int index = indexOf(old, count, id);
        if (index < count && Mem.getLong(old + (long) index * Long.BYTES) == id) {
            return;
        }
        long before = (long) index * Long.BYTES;
        long all = (long) count * Long.BYTES;
        long value = scratch.reserve(all + Long.BYTES);
        Mem.initCopy(old, value, before);
        Mem.initLong(value + before, id);
        Mem.initCopy(old + before, value + before + Long.BYTES, all - before);
        hash.setValue(place, value, all + Long.BYTES);
        scratch.trim();
        items++;
    }

    /** Where {@code id} is, or would be. */
    private static int indexOf(long list, int count, long id) {
        int low = 0;
        int high = count;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (Mem.getLong(list + (long) middle * Long.BYTES) < id) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** Forgets a key; answers how many clients had read it, whose ids are then {@link #taken}. */
    int take(long key, long keyLength) {
        if (root == 0 || !hash.open(root).find(place, key, keyLength)) {
            return 0;
        }
        int count = (int) (place.valueLength() / Long.BYTES);
        if (count > ids.length) {
            ids = Arrays.copyOf(ids, Integer.highestOneBit(count) << 1);
        }
        for (int i = 0; i < count; i++) {
            ids[i] = Mem.getLong(place.valueAddress() + (long) i * Long.BYTES);
        }
        items -= count;
        hash.remove(key, keyLength);
        return count;
    }

    /** One of the ids the last {@link #take} found. */
    long taken(int index) {
        return ids[index];
    }

    /** The name of a random key; not of an empty table. */
    byte[] randomKey(RandomGenerator random) {
        hash.open(root).random(place, random);
        return Mem.toBytes(place.fieldAddress(), place.fieldLength());
    }

    /** {@link #take} for a name on the Java heap. */
    int take(byte[] key) {
        Scratch name = new Scratch();
        long copy = name.reserve(Math.max(key.length, 1));
        Mem.initCopyIn(key, 0, copy, key.length);
        int count = take(copy, key.length);
        name.close();
        return count;
    }

    /** Forgets all keys and gives the memory back. */
    void clear() {
        if (root != 0) {
            PackedHash.free(root);
        }
        root = 0;
        items = 0;
        scratch.close();
    }
}
