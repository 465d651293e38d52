package dev.spinel.engine.struct.intset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spinel.engine.memory.Mem;
import dev.spinel.engine.struct.Allocations;
import java.util.List;
import org.junit.jupiter.api.Test;

class IntsetTest {
    @Test
    void isByteIdenticalToRedis() {
        try (TestIntset two = TestIntset.of(3, -1, 2, 32_767); TestIntset four = TestIntset.of(3, -1, 2, 32_768);
             TestIntset eight = TestIntset.of(3, -1, 2, 32_767, Long.MIN_VALUE)) {
            assertEquals("0200000004000000ffff02000300ff7f", two.hex());
            assertEquals("0400000004000000ffffffff020000000300000000800000", four.hex());
            assertEquals("08000000050000000000000000000080ffffffffffffffff02000000000000000300000000000000"
                + "ff7f000000000000", eight.hex());
        }
    }

    @Test
    void widensInBothDirectionsAndStaysWide() {
        try (TestIntset set = TestIntset.of(5, 1)) {
            set.add(-70_000);
            assertEquals(List.of(-70_000L, 1L, 5L), set.values());
            set.add(1L << 40);
            assertEquals(List.of(-70_000L, 1L, 5L, 1L << 40), set.values());
            set.remove(1L << 40);
            set.remove(-70_000);
            assertEquals(8 + 2 * 8, Intset.bytes(set.address()));
        }
    }

    @Test
    void searchTellsWhereAnAbsentValueBelongs() {
        try (TestIntset set = TestIntset.of(10, 20, 30)) {
            assertEquals(-1, Intset.search(set.address(), 5));
            assertEquals(-2, Intset.search(set.address(), 15));
            assertEquals(-3, Intset.search(set.address(), 25));
            assertEquals(-4, Intset.search(set.address(), 35));
            assertEquals(1, Intset.search(set.address(), 20));
            assertEquals(-4, Intset.search(set.address(), Long.MAX_VALUE));
        }
    }

    @Test
    void refusesWhatIsNotAnIntset() {
        try (TestIntset set = TestIntset.of(1, 2, 3); TestIntset empty = new TestIntset()) {
            long size = Intset.bytes(set.address());
            assertTrue(Intset.isValid(set.address(), size, true));
            assertFalse(Intset.isValid(set.address(), size - 1, false));
            assertFalse(Intset.isValid(set.address(), 7, false));
            assertFalse(Intset.isValid(empty.address(), 8, true));
            Mem.putShort(set.address() + 8, (short) 2);
            assertTrue(Intset.isValid(set.address(), size, false));
            assertFalse(Intset.isValid(set.address(), size, true));
            Mem.putInt(set.address(), 3);
            assertFalse(Intset.isValid(set.address(), size, false));
        }
    }

    @Test
    void allocatesNothingOnTheJavaHeap() {
        try (TestIntset set = TestIntset.of(1L << 33)) {
            for (int i = 0; i < 600; i++) {
                set.add(i);
            }
            Allocations.assertNone(() -> {
                for (int i = 0; i < 10_000; i++) {
                    set.remove(i % 600);
                    set.add(i % 600);
                }
            });
        }
    }
}
