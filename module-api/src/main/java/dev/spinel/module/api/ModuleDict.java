package dev.spinel.module.api;

import dev.spinel.engine.memory.Arena;
import dev.spinel.engine.memory.Mem;
import dev.spinel.module.abi.Handle;
import dev.spinel.module.abi.HandleTable;
import dev.spinel.module.abi.Native;
import java.util.TreeMap;

/**
 * {@code RedisModuleDict}: pointers by key, in the order of the keys' bytes. The keys lie in the arena under the
 * module's tag. Owned by the module; not thread-safe.
 */
public final class ModuleDict extends Handle implements AutoMemory.Owned {
    private final LoadedModule module;
    private final TreeMap<Item, Item> items = new TreeMap<>(ModuleDict::compare);
    private final Item probe = new Item();

    /** A key and its value; as a probe, a key that lies anywhere. */
    static final class Item {
        private long key;
        private long keyLength;
        private long value;

        long key() {
            return key;
        }

        long keyLength() {
            return keyLength;
        }

        long value() {
            return value;
        }
    }

    ModuleDict(LoadedModule module) {
        this.module = module;
    }

    LoadedModule module() {
        return module;
    }

    private static int compare(Item a, Item b) {
        return Native.compare(a.key, a.keyLength, b.key, b.keyLength);
    }

    private Item probe(long key, long length) {
        probe.key = key;
        probe.keyLength = length;
        return probe;
    }

    /** Where a value is now. */
    interface ValueMover {
        /** The new value; 0 when it did not move. */
        long move(long key, long keyLength, long value);
    }

    /** Offers every value to be moved, in the order of the keys. */
    void moveValues(ValueMover mover) {
        for (Item item : items.keySet()) {
            long moved = mover.move(item.key, item.keyLength, item.value);
            item.value = moved == 0 ? item.value : moved;
        }
    }

    long size() {
        return items.size();
    }

    /** Null when the key is absent. */
    Item find(long key, long length) {
        return items.get(probe(key, length));
    }

    /** Adds a key that is absent, or, when {@code replaces}, changes its value; answers whether it was added. */
    boolean put(long key, long length, long value, boolean replaces) {
        Item found = find(key, length);
        if (found != null) {
            found.value = replaces ? value : found.value;
            return false;
        }
        Item item = new Item();
        item.key = Arena.allocate(module.memory().alloc(), Math.max(1, length));
        item.keyLength = length;
        item.value = value;
        Mem.copyFromForeign(key, item.key, length);
        items.put(item, item);
        return true;
    }

    void remove(Item item) {
        items.remove(item);
        Arena.free(item.key);
    }

    Item first() {
        return items.isEmpty() ? null : items.firstKey();
    }

    Item last() {
        return items.isEmpty() ? null : items.lastKey();
    }

    /** The nearest item above a key, which may be the key's own when {@code orEqual}. */
    Item above(long key, long length, boolean orEqual) {
        Item at = probe(key, length);
        return orEqual ? items.ceilingKey(at) : items.higherKey(at);
    }

    Item below(long key, long length, boolean orEqual) {
        Item at = probe(key, length);
        return orEqual ? items.floorKey(at) : items.lowerKey(at);
    }

    /** Arena bytes of the keys. */
    long keyBytes() {
        long bytes = 0;
        for (Item item : items.keySet()) {
            bytes += Arena.blockSize(item.key);
        }
        return bytes;
    }

    @Override
    public void release() {
        for (Item item : items.keySet()) {
            Arena.free(item.key);
        }
        items.clear();
        HandleTable.close(this);
    }
}
