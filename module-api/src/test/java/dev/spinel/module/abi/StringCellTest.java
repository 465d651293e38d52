package dev.spinel.module.abi;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spinel.engine.memory.Arena;
import dev.spinel.engine.memory.Mem;
import dev.spinel.engine.memory.MemoryTag;
import java.io.ByteArrayOutputStream;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StringCellTest {
    private final int tag = MemoryTag.register("strings", true);

    @AfterEach
    void nothingIsLeft() {
        assertEquals(0, Arena.blockCount(tag));
        MemoryTag.unregister(tag);
    }

    @Test
    void bytesAreFollowedByNul() {
        long string = StringCell.create(tag, "text");
        assertEquals(4, StringCell.length(string));
        assertEquals(4, Native.length(StringCell.bytes(string)));
        assertEquals("text", StringCell.toText(string));
        long copy = StringCell.create(tag, StringCell.bytes(string), 2);
        assertEquals("te", Native.text(StringCell.bytes(copy)));
        long empty = StringCell.create(tag, "");
        assertEquals(0, StringCell.length(empty));
        assertEquals("", Native.text(StringCell.bytes(empty)));
        assertTrue(StringCell.release(string) && StringCell.release(copy) && StringCell.release(empty));
    }

    @Test
    void theLastReferenceFrees() {
        long string = StringCell.create(tag, new byte[] {0, 1, 2});
        StringCell.retain(string);
        assertEquals(2, StringCell.references(string));
        assertFalse(StringCell.release(string));
        assertArrayEquals(new byte[] {0, 1, 2}, StringCell.toBytes(string));
        assertTrue(StringCell.release(string));
    }

    @Test
    void appendKeepsTheAddressAndAddsBytes() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        long string = StringCell.create(tag, "");
        ByteArrayOutputStream model = new ByteArrayOutputStream();
        for (int i = 0; i < 300; i++) {
            byte[] more = new byte[random.nextInt(100)];
            random.nextBytes(more);
            long source = Arena.allocate(tag, more.length);
            Mem.initCopyIn(more, 0, source, more.length);
            StringCell.append(string, source, more.length);
            Arena.free(source);
            model.writeBytes(more);
            assertArrayEquals(model.toByteArray(), StringCell.toBytes(string), () -> "seed " + seed);
            assertEquals(0, Mem.getByte(StringCell.bytes(string) + StringCell.length(string)));
        }
        assertTrue(StringCell.memoryBytes(string) >= model.size());
        assertTrue(StringCell.release(string));
    }

    @Test
    void whatIsNoStringIsRefused() {
        long block = Arena.allocate(tag, 64);
        Mem.initLong(block, 0);
        for (long wrong : new long[] {0, 1, -8, block, block + 1}) {
            assertThrows(BadHandleException.class, () -> StringCell.length(wrong));
            assertThrows(BadHandleException.class, () -> StringCell.retain(wrong));
        }
        Arena.free(block);
    }
}
