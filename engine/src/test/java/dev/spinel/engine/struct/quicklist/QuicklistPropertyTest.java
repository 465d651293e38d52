package dev.spinel.engine.struct.quicklist;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.spinel.engine.struct.LiveBytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class QuicklistPropertyTest {
    @Property(tries = 120)
    void behavesLikeAList(@ForAll long seed) {
        long usedBefore = LiveBytes.now();
        Random random = new Random(seed);
        List<String> model = new ArrayList<>();
        int fill = random.nextBoolean() ? 1 + random.nextInt(12) : -1 - random.nextInt(2);
        long plainThreshold = random.nextBoolean() ? 0 : 40;
        try (TestQuicklist list = new TestQuicklist(fill, plainThreshold)) {
            for (int step = 0; step < 250; step++) {
                change(random, model, list);
                list.assertSound();
                if (step % 10 == 0) {
                    assertEquals(model, list.forward());
                    assertEquals(model.reversed(), list.backward());
                }
                long index = random.nextInt(model.size() + 2) - 1;
                String expected = index == -1 && !model.isEmpty() ? model.getLast()
                    : index < 0 || index >= model.size() ? null : model.get((int) index);
                assertEquals(expected, list.get(index));
            }
            assertEquals(model, list.forward());
        }
        assertEquals(usedBefore, LiveBytes.now());
    }

    private static void change(Random random, List<String> model, TestQuicklist list) {
        int size = model.size();
        int index = size == 0 ? 0 : random.nextInt(size);
        String text = text(random);
        switch (random.nextInt(size == 0 ? 4 : 16)) {
            case 0, 1 -> {
                list.pushHead(text);
                model.addFirst(text);
            }
            case 2, 3 -> {
                list.pushTail(text);
                model.addLast(text);
            }
            case 4, 5, 6 -> {
                list.insertBefore(index, text);
                model.add(index, text);
            }
            case 7, 8, 9 -> {
                list.insertAfter(index - (long) size, text);
                model.add(index + 1, text);
            }
            case 10, 11 -> {
                list.set(index, text);
                model.set(index, text);
            }
            case 12 -> {
                int limit = random.nextInt(1 + random.nextInt(30));
                assertEquals(Math.min(limit, size - index), list.list.deleteRange(index, limit));
                model.subList(index, Math.min(size, index + limit)).clear();
            }
            case 13 -> removeForward(model, list, model.get(index));
            case 14 -> removeBackward(model, list, model.get(index));
            default -> {
                list.list.seek(list.cursor, index);
                boolean more = list.list.deleteThenNext(list.cursor);
                model.remove(index);
                assertEquals(index < model.size(), more);
            }
        }
    }

    private static void removeForward(List<String> model, TestQuicklist list, String text) {
        boolean more = list.list.first(list.cursor);
        while (more) {
            boolean isHit = list.cursor.isText(list.texts.at(text), text.length());
            more = isHit ? list.list.deleteThenNext(list.cursor) : list.cursor.next();
        }
        model.removeIf(text::equals);
    }

    private static void removeBackward(List<String> model, TestQuicklist list, String text) {
        boolean more = list.list.last(list.cursor);
        while (more) {
            boolean isHit = list.cursor.isText(list.texts.at(text), text.length());
            more = isHit ? list.list.deleteThenPrevious(list.cursor) : list.cursor.previous();
        }
        model.removeIf(text::equals);
    }

    private static String text(Random random) {
        return switch (random.nextInt(8)) {
            case 0 -> Integer.toString(random.nextInt(10));
            case 1 -> Long.toString(random.nextLong() >> random.nextInt(64));
            case 2 -> "x".repeat(random.nextInt(900));
            case 3 -> random.nextInt(8) == 0 ? "y".repeat(4_000 + random.nextInt(8_000)) : "y";
            default -> Integer.toString(random.nextInt(100), 36) + "k";
        };
    }
}
