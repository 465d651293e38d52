package dev.spinel.engine.keyspace;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.spinel.engine.memory.Arena;
import dev.spinel.engine.memory.Mem;
import dev.spinel.engine.memory.MemoryTag;
import dev.spinel.engine.resp.Text;
import org.junit.jupiter.api.Test;

final class KeySlotTest {
    @Test
    void followsTheExamplesOfTheSpecification() {
        assertEquals(0x31C3, slot("123456789"));
        assertEquals(12182, slot("foo"));
    }

    @Test
    void hashesOnlyTheTag() {
        assertEquals(slot("user1000"), slot("{user1000}.following"));
        assertEquals(slot("bar"), slot("foo{bar}{zap}"));
        assertEquals(slot("{bar"), slot("foo{{bar}}zap"));
    }

    @Test
    void anEmptyTagIsNone() {
        assertEquals(KeySlot.of(Text.bytes("foo{}{bar}")), slot("foo{}{bar}"));
    }

    private static int slot(String name) {
        byte[] bytes = Text.bytes(name);
        long block = Arena.allocate(MemoryTag.SERVER, bytes.length);
        Mem.initCopyIn(bytes, 0, block, bytes.length);
        int slot = KeySlot.of(block, bytes.length);
        Arena.free(block);
        return slot;
    }
}
