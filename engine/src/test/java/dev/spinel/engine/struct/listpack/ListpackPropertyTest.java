package dev.spinel.engine.struct.listpack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spinel.engine.struct.LiveBytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class ListpackPropertyTest {
    @Property(tries = 150)
    void behavesLikeAList(@ForAll long seed) {
        long usedBefore = LiveBytes.now();
        Random random = new Random(seed);
        List<String> model = new ArrayList<>();
        try (TestListpack listpack = new TestListpack()) {
            for (int step = 0; step < 150; step++) {
                change(random, model, listpack);
                assertEquals(model, listpack.forward());
                assertEquals(model.reversed(), listpack.backward());
                assertEquals(model.size(), Listpack.count(listpack.address()));
                assertTrue(Listpack.isValid(listpack.address(), Listpack.bytes(listpack.address()), true));
                String text = text(random);
                assertEquals(model.indexOf(text), listpack.indexOf(text, 0, 0));
            }
        }
        assertEquals(usedBefore, LiveBytes.now());
    }

    private static void change(Random random, List<String> model, TestListpack listpack) {
        long lp = listpack.address();
        int size = model.size();
        switch (random.nextInt(size == 0 ? 3 : 8)) {
            case 0, 1, 2 -> {
                int index = random.nextInt(size + 1);
                String text = text(random);
                listpack.insert(index, text);
                model.add(index, text);
            }
            case 3, 4 -> {
                int index = random.nextInt(size);
                String text = text(random);
                listpack.set(index, text);
                model.set(index, text);
            }
            case 5, 6 -> {
                int index = random.nextInt(size);
                int after = Listpack.delete(lp, Listpack.seek(lp, index));
                model.remove(index);
                assertEquals(index == model.size(), after == Listpack.NONE);
            }
            default -> {
                int index = random.nextInt(size);
                int limit = random.nextInt(6);
                long before = Listpack.bytes(lp);
                long range = Listpack.rangeBytes(lp, Listpack.seek(lp, index), limit);
                Listpack.deleteRange(lp, Listpack.seek(lp, index), limit);
                model.subList(index, Math.min(model.size(), index + limit)).clear();
                assertEquals(before - range, Listpack.bytes(lp));
            }
        }
    }

    private static String text(Random random) {
        return switch (random.nextInt(6)) {
            case 0 -> Integer.toString(random.nextInt(10));
            case 1 -> Long.toString(random.nextLong() >> random.nextInt(64));
            case 2 -> "x".repeat(random.nextInt(140));
            case 3 -> random.nextInt(10) == 0 ? "y".repeat(4_090 + random.nextInt(10)) : "y";
            default -> Integer.toString(random.nextInt(100), 36) + "k";
        };
    }
}
