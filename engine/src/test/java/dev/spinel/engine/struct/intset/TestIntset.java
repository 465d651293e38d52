package dev.spinel.engine.struct.intset;

import dev.spinel.engine.memory.Arena;
import dev.spinel.engine.memory.Mem;
import dev.spinel.engine.memory.MemoryTag;
import dev.spinel.engine.struct.Blocks;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** An intset in a block of its own, with exactly the room it asks for. */
final class TestIntset implements AutoCloseable {
    private long block = Blocks.allocate(MemoryTag.VALUE, Intset.EMPTY_BYTES);

    TestIntset() {
        Intset.init(block);
    }

    static TestIntset of(long... values) {
        TestIntset set = new TestIntset();
        for (long value : values) {
            set.add(value);
        }
        return set;
    }

    long address() {
        return block;
    }

    boolean add(long value) {
        int found = Intset.search(block, value);
        if (found < 0) {
            block = Blocks.reallocate(block, Intset.bytesWith(block, value));
            Intset.insert(block, found, value);
        }
        return found < 0;
    }

    boolean remove(long value) {
        int found = Intset.search(block, value);
        if (found >= 0) {
            Intset.removeAt(block, found);
        }
        return found >= 0;
    }

    List<Long> values() {
        List<Long> values = new ArrayList<>();
        for (int i = 0; i < Intset.count(block); i++) {
            values.add(Intset.valueAt(block, i));
        }
        return values;
    }

    String hex() {
        return HexFormat.of().formatHex(Mem.toBytes(block, Intset.bytes(block)));
    }

    @Override
    public void close() {
        Arena.free(block);
    }
}
