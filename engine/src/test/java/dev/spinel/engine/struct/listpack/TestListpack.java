package dev.spinel.engine.struct.listpack;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spinel.engine.memory.Arena;
import dev.spinel.engine.memory.Mem;
import dev.spinel.engine.memory.MemoryTag;
import dev.spinel.engine.struct.Blocks;
import dev.spinel.engine.struct.Texts;
import java.util.ArrayList;
import java.util.List;

/** A listpack in a block of its own, driven with texts; makes exactly the room each operation asks for. */
final class TestListpack implements AutoCloseable {
    final Texts texts = new Texts();
    private long block = Blocks.allocate(MemoryTag.VALUE, Listpack.EMPTY_BYTES);

    TestListpack() {
        Listpack.init(block);
    }

    static TestListpack of(String... elements) {
        TestListpack listpack = new TestListpack();
        for (String element : elements) {
            listpack.append(element);
        }
        return listpack;
    }

    long address() {
        return block;
    }

    private void makeRoom(long bytes) {
        block = Blocks.reallocate(block, Listpack.bytes(block) + bytes);
    }

    void append(String text) {
        insert(Listpack.count(block), text);
    }

    void insert(int index, String text) {
        int offset = index == Listpack.count(block) ? Listpack.end(block) : Listpack.seek(block, index);
        long address = texts.at(text);
        makeRoom(Element.stringBytes(address, text.length()));
        Listpack.insertString(block, offset, address, text.length());
    }

    void set(int index, String text) {
        int offset = Listpack.seek(block, index);
        long address = texts.at(text);
        makeRoom(Math.max(0, Element.stringBytes(address, text.length()) - Listpack.elementBytes(block, offset)));
        Listpack.replaceString(block, offset, address, text.length());
    }

    void appendAll(TestListpack other) {
        makeRoom(Listpack.bytes(other.block) - Listpack.EMPTY_BYTES);
        Listpack.appendAll(block, other.block);
    }

    void prependAll(TestListpack other) {
        makeRoom(Listpack.bytes(other.block) - Listpack.EMPTY_BYTES);
        Listpack.prependAll(block, other.block);
    }

    int indexOf(String text, int fromIndex, int skip) {
        int offset = Listpack.find(block, Listpack.seek(block, fromIndex), texts.at(text), text.length(), skip);
        if (offset == Listpack.NONE) {
            return -1;
        }
        int index = 0;
        for (int at = Listpack.first(block); at != offset; at = Listpack.next(block, at)) {
            index++;
        }
        return index;
    }

    String text(int offset) {
        ListpackReader reader = new ListpackReader();
        reader.read(block, offset);
        return reader.isInteger() ? Long.toString(reader.integer()) : Texts.read(reader.address(), reader.length());
    }

    List<String> forward() {
        List<String> elements = new ArrayList<>();
        for (int at = Listpack.first(block); at != Listpack.NONE; at = Listpack.next(block, at)) {
            elements.add(text(at));
        }
        return elements;
    }

    List<String> backward() {
        List<String> elements = new ArrayList<>();
        for (int at = Listpack.last(block); at != Listpack.NONE; at = Listpack.previous(block, at)) {
            elements.add(text(at));
        }
        return elements;
    }

    byte[] bytes() {
        assertTrue(Listpack.isValid(block, Listpack.bytes(block), true));
        return Mem.toBytes(block, Listpack.bytes(block));
    }

    @Override
    public void close() {
        Arena.free(block);
        texts.close();
    }
}
