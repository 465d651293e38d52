package dev.spinel.engine.struct.quicklist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spinel.engine.memory.Arena;
import dev.spinel.engine.struct.Texts;
import dev.spinel.engine.struct.listpack.Listpack;
import java.util.ArrayList;
import java.util.List;

/** A quicklist driven with texts. */
final class TestQuicklist implements AutoCloseable {
    final Texts texts = new Texts();
    final QuicklistCursor cursor = new QuicklistCursor();
    final Quicklist list = new Quicklist();

    TestQuicklist(int fill, long plainThreshold) {
        list.limits(fill, plainThreshold);
        list.open(Quicklist.create());
    }

    void pushHead(String text) {
        list.pushHead(texts.at(text), text.length());
    }

    void pushTail(String text) {
        list.pushTail(texts.at(text), text.length());
    }

    void insertBefore(long index, String text) {
        assertTrue(list.seek(cursor, index));
        list.insertBefore(cursor, texts.at(text), text.length());
    }

    void insertAfter(long index, String text) {
        assertTrue(list.seek(cursor, index));
        list.insertAfter(cursor, texts.at(text), text.length());
    }

    void set(long index, String text) {
        assertTrue(list.seek(cursor, index));
        list.set(cursor, texts.at(text), text.length());
    }

    String get(long index) {
        return list.seek(cursor, index) ? text() : null;
    }

    String text() {
        String text = cursor.isInteger() ? Long.toString(cursor.integer())
            : Texts.read(cursor.address(), cursor.length());
        assertEquals(text.length(), cursor.textLength());
        assertTrue(cursor.isText(texts.at(text), text.length()));
        return text;
    }

    List<String> forward() {
        List<String> elements = new ArrayList<>();
        for (boolean more = list.first(cursor); more; more = cursor.next()) {
            elements.add(text());
        }
        return elements;
    }

    List<String> backward() {
        List<String> elements = new ArrayList<>();
        for (boolean more = list.last(cursor); more; more = cursor.previous()) {
            elements.add(text());
        }
        return elements;
    }

    /** Counters, links, listpacks and bytes all agree. */
    void assertSound() {
        long elements = 0;
        long bytes = Arena.blockSize(list.root()) + NodeIndex.bytes(list.root() + Quicklist.INDEX_OFFSET);
        int nodes = 0;
        long before = 0;
        for (long node = list.firstNode(); node != 0; node = Node.next(node)) {
            assertEquals(before, Node.prev(node));
            assertTrue(Node.count(node) > 0);
            if (!Node.isPlain(node)) {
                long lp = Node.payload(node);
                assertTrue(Listpack.isValid(lp, Listpack.bytes(lp), true));
                assertEquals(Listpack.count(lp), Node.count(node));
            }
            elements += Node.count(node);
            bytes += Arena.blockSize(node);
            nodes++;
            before = node;
        }
        assertEquals(before, list.lastNode());
        assertEquals(elements, list.count());
        assertEquals(nodes, list.nodeCount());
        assertEquals(bytes, list.memoryBytes());
    }

    @Override
    public void close() {
        Quicklist.free(list.root());
        texts.close();
    }
}
