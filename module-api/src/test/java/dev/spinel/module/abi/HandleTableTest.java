package dev.spinel.module.abi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HandleTableTest {
    private static final class Red extends Handle {}

    private static final class Blue extends Handle {}

    @Test
    void anOpenHandleIsFoundByItsAddressAndType() {
        Red red = new Red();
        long address = HandleTable.open(red, 0x1122334455667788L);
        assertEquals(address, red.address());
        assertEquals(0, address & 15);
        assertEquals(0x1122334455667788L, Native.getLong(address));
        assertSame(red, HandleTable.resolve(address, Red.class));
        assertSame(red, HandleTable.resolve(address, Handle.class));
        assertNull(HandleTable.resolve(0, Red.class));
        assertRefused(address, Blue.class, "wanted a Blue, but 0x" + Long.toHexString(address) + " is a Red");
        HandleTable.close(red);
        assertEquals(0, red.address());
        assertRefused(address, Red.class, "already closed");
        HandleTable.close(red);
    }

    @Test
    void aHandleIsOpenOnce() {
        Red red = new Red();
        HandleTable.open(red, 0);
        assertThrows(IllegalStateException.class, () -> HandleTable.open(red, 0));
        HandleTable.close(red);
        HandleTable.open(red, 0);
        HandleTable.close(red);
    }

    @Test
    void foreignAddressesAreRefusedWithoutLookingThere() {
        Red red = new Red();
        long address = HandleTable.open(red, 0);
        for (long wild : new long[] {1, 8, -1, Long.MIN_VALUE, address + 8, address + 1, address + (1L << 40)}) {
            assertRefused(wild, Red.class, "is no handle of this server");
        }
        assertRefused(address + (1L << 20), Red.class, "is no handle of this server");
        HandleTable.close(red);
    }

    @Test
    void aClosedCellRestsBeforeItServesAgain() {
        Red first = new Red();
        long address = HandleTable.open(first, 0);
        HandleTable.close(first);
        for (int i = 0; i < 1000; i++) {
            Blue next = new Blue();
            assertNotEquals(address, HandleTable.open(next, 0));
            HandleTable.close(next);
        }
        assertRefused(address, Blue.class, "already closed");
    }

    @Test
    void manyHandlesComeAndGoLikeInAMap() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        int before = HandleTable.liveCount();
        Map<Long, Handle> model = new HashMap<>();
        List<Handle> open = new ArrayList<>();
        for (int i = 0; i < 100_000; i++) {
            if (open.isEmpty() || random.nextInt(5) < 3) {
                Handle handle = random.nextBoolean() ? new Red() : new Blue();
                open.add(handle);
                assertNull(model.put(HandleTable.open(handle, i), handle), () -> "seed " + seed);
            } else {
                Handle handle = open.remove(random.nextInt(open.size()));
                assertSame(handle, model.remove(handle.address()), () -> "seed " + seed);
                HandleTable.close(handle);
            }
        }
        assertEquals(before + model.size(), HandleTable.liveCount());
        model.forEach((address, handle) -> assertSame(handle, HandleTable.resolve(address, handle.getClass())));
        open.forEach(HandleTable::close);
        assertEquals(before, HandleTable.liveCount());
    }

    private static void assertRefused(long address, Class<? extends Handle> type, String reason) {
        String message = assertThrows(BadHandleException.class, () -> HandleTable.resolve(address, type)).getMessage();
        assertTrue(message.endsWith(reason), message);
    }
}
