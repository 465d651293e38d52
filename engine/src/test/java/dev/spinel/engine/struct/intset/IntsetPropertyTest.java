package dev.spinel.engine.struct.intset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spinel.engine.struct.LiveBytes;
import java.util.ArrayList;
import java.util.Random;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class IntsetPropertyTest {
    @Property(tries = 300)
    void behavesLikeASortedSet(@ForAll long seed) {
        long usedBefore = LiveBytes.now();
        Random random = new Random(seed);
        TreeSet<Long> model = new TreeSet<>();
        int widest = random.nextInt(64);
        try (TestIntset set = new TestIntset()) {
            for (int step = 0; step < 300; step++) {
                long value = random.nextLong() >> 63 - random.nextInt(widest + 1);
                if (random.nextInt(3) > 0) {
                    assertEquals(model.add(value), set.add(value));
                } else {
                    assertEquals(model.remove(value), set.remove(value));
                }
                assertEquals(model.contains(value), Intset.contains(set.address(), value));
            }
            assertEquals(new ArrayList<>(model), set.values());
            assertTrue(model.isEmpty() || Intset.isValid(set.address(), Intset.bytes(set.address()), true));
        }
        assertEquals(usedBefore, LiveBytes.now());
    }
}
