package dev.spinel.engine.struct.table;

import dev.spinel.engine.memory.Arena;
import dev.spinel.engine.memory.Mem;
import dev.spinel.engine.memory.MemoryTag;
import java.nio.charset.StandardCharsets;

/** Entry blocks for table tests: key length u8, key bytes. */
final class TestEntries extends EntryKeys {
    static final SipHash HASHER = new SipHash(1, 2);

    private TestEntries() {}

    static LinearTable table() {
        return new LinearTable(new TestEntries(), HASHER);
    }

    static long allocate(byte[] key) {
        long entry = Arena.allocateEntry(0, 1 + key.length);
        Mem.initByte(entry, (byte) key.length);
        Mem.initCopyIn(key, 0, entry + 1, key.length);
        return entry;
    }

    static byte[] key(long number) {
        return Long.toString(number * 7919).getBytes(StandardCharsets.US_ASCII);
    }

    static long number(long entry) {
        byte[] key = Mem.toBytes(entry + 1, Mem.getUnsignedByte(entry));
        return Long.parseLong(new String(key, StandardCharsets.US_ASCII)) / 7919;
    }

    static long hash(byte[] key) {
        return HASHER.hash(key, 0, key.length);
    }

    /** Inserts the key of a number and returns its slot. */
    static long insert(LinearTable table, long number) {
        byte[] key = key(number);
        return table.insert(hash(key), allocate(key));
    }

    static long find(LinearTable table, long number) {
        byte[] key = key(number);
        long probe = Arena.allocate(MemoryTag.SERVER, key.length);
        Mem.initCopyIn(key, 0, probe, key.length);
        long slot = table.find(hash(key), probe, key.length);
        Arena.free(probe);
        return slot;
    }

    /** Removes and frees the entry of a slot. */
    static void remove(LinearTable table, long slot) {
        long entry = table.entryAt(slot);
        table.removeAt(slot);
        Arena.free(entry);
    }

    static void removeAll(LinearTable table) {
        table.forEach(slot -> remove(table, slot));
    }

    @Override
    public long keyAddress(long entry) {
        return entry + 1;
    }

    @Override
    public long keyLength(long entry) {
        return Mem.getUnsignedByte(entry);
    }
}
