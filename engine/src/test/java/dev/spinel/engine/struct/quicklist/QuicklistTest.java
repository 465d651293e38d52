package dev.spinel.engine.struct.quicklist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spinel.engine.struct.Allocations;
import dev.spinel.engine.struct.LiveBytes;
import dev.spinel.engine.struct.listpack.Listpack;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class QuicklistTest {
    private long usedBefore;

    @BeforeEach
    void remember() {
        usedBefore = LiveBytes.now();
    }

    @AfterEach
    void givesEverythingBack() {
        assertEquals(usedBefore, LiveBytes.now());
    }

    @Test
    void anEmptyListHasNoElements() {
        try (TestQuicklist list = new TestQuicklist(-2, 0)) {
            assertFalse(list.list.first(list.cursor));
            assertFalse(list.list.last(list.cursor));
            assertFalse(list.list.seek(list.cursor, 0));
            assertFalse(list.cursor.isOnElement());
            assertEquals(0, list.list.deleteRange(0, 10));
        }
    }

    @Test
    void negativeFillLimitsTheBytesOfANode() {
        try (TestQuicklist list = new TestQuicklist(-2, 0)) {
            for (int i = 0; i < 10_000; i++) {
                list.pushTail("element:" + (100_000 + i));
            }
            for (long node = list.list.firstNode(); node != 0; node = Quicklist.nextNode(node)) {
                assertTrue(Quicklist.payloadBytes(node) <= 8192 - 24);
                boolean isLast = Quicklist.nextNode(node) == 0;
                assertTrue(isLast || Quicklist.payloadBytes(node) > 8192 - 24 - 16 - 8 - 2);
            }
            list.assertSound();
        }
    }

    @Test
    void positiveFillLimitsTheElementsOfANode() {
        try (TestQuicklist list = new TestQuicklist(4, 0)) {
            for (int i = 0; i < 10; i++) {
                list.pushTail("e" + i);
            }
            assertEquals(3, list.list.nodeCount());
            assertEquals(4, Quicklist.elementCount(list.list.firstNode()));
            assertEquals(2, Quicklist.elementCount(list.list.lastNode()));
        }
    }

    @Test
    void aLargeElementGetsAPlainNode() {
        try (TestQuicklist list = new TestQuicklist(-2, 0)) {
            list.pushTail("a");
            list.pushTail("x".repeat(9_000));
            list.pushTail("b");
            assertEquals(3, list.list.nodeCount());
            assertTrue(Quicklist.isPlain(Quicklist.nextNode(list.list.firstNode())));
            list.set(1, "small");
            assertEquals(List.of("a", "small", "b"), list.forward());
            list.set(0, "y".repeat(8_193));
            assertTrue(Quicklist.isPlain(list.list.firstNode()));
            list.assertSound();
        }
    }

    @Test
    void insertIntoAFullNodeSplitsAndMergesAgain() {
        try (TestQuicklist list = new TestQuicklist(4, 0)) {
            List<String> model = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                list.pushTail("e" + i);
                model.add("e" + i);
            }
            list.insertAfter(5, "new");
            model.add(6, "new");
            assertEquals(model, list.forward());
            assertEquals(4, list.list.nodeCount());
            list.assertSound();
        }
    }

    @Test
    void aListpackBecomesANodeAndComesBack() {
        try (TestQuicklist list = new TestQuicklist(-2, 0)) {
            list.pushTail("one");
            list.pushTail("2");
            try (TestQuicklist other = new TestQuicklist(-2, 0)) {
                other.list.appendListpack(Quicklist.payload(list.list.firstNode()));
                other.list.appendPlain(other.texts.at("three"), 5);
                assertEquals(List.of("one", "2", "three"), other.forward());
                assertEquals(2, Listpack.count(Quicklist.payload(other.list.firstNode())));
            }
        }
    }

    @Test
    void aCopyIsEqualAndSeparate() {
        try (TestQuicklist list = new TestQuicklist(8, 0); TestQuicklist copy = new TestQuicklist(8, 0)) {
            for (int i = 0; i < 100; i++) {
                list.pushHead("e" + i);
            }
            list.pushHead("z".repeat(10_000));
            Quicklist.free(copy.list.root());
            copy.list.open(list.list.copy());
            list.set(3, "changed");
            assertEquals(101, copy.list.count());
            assertEquals(list.get(4), copy.get(4));
            assertNotEquals(list.get(3), copy.get(3));
            copy.assertSound();
        }
    }

    @Test
    void costsLittleMoreThanItsListpacks() {
        try (TestQuicklist list = new TestQuicklist(-2, 0)) {
            for (int i = 0; i < 100_000; i++) {
                list.pushTail("element:" + (100_000 + i));
            }
            double perElement = (double) list.list.memoryBytes() / 100_000;
            assertTrue(perElement < 16.4, perElement + " B/element for 14 bytes of text");
        }
    }

    @Test
    void memoryFollowsTheCountDown() {
        try (TestQuicklist list = new TestQuicklist(-2, 0)) {
            for (int i = 0; i < 5_000; i++) {
                list.pushTail("element:" + i);
            }
            list.list.deleteRange(10, 4_980);
            assertEquals(20, list.list.count());
            assertTrue(list.list.memoryBytes() < 1_200, "bytes: " + list.list.memoryBytes());
            list.assertSound();
        }
    }

    @Test
    void allocatesNothingOnTheJavaHeap() {
        try (TestQuicklist list = new TestQuicklist(-2, 0)) {
            long text = list.texts.at("some element");
            Allocations.assertNone(() -> {
                for (int i = 0; i < 5_000; i++) {
                    list.list.pushHead(text, 12);
                    list.list.pushTail(text, 7);
                }
                for (int i = 0; i < 5_000; i++) {
                    list.list.seek(list.cursor, i);
                    list.list.insertAfter(list.cursor, text, 5);
                    list.list.first(list.cursor);
                    list.list.deleteThenNext(list.cursor);
                    list.list.last(list.cursor);
                    list.list.deleteThenPrevious(list.cursor);
                }
            });
        }
    }
}
