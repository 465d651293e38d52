package dev.spinel.engine.type.array;

import dev.spinel.engine.keyspace.CommandChunks;
import dev.spinel.engine.keyspace.CommandSink;
import dev.spinel.engine.keyspace.Entry;
import dev.spinel.engine.keyspace.EntryImage;
import dev.spinel.engine.keyspace.ValueSink;
import dev.spinel.engine.keyspace.ValueSource;
import dev.spinel.engine.keyspace.ValueType;
import dev.spinel.engine.memory.Mem;
import dev.spinel.engine.memory.Scratch;
import dev.spinel.engine.rdb.RdbFormat;
import dev.spinel.engine.resp.Doubles;
import dev.spinel.engine.resp.Text;
import dev.spinel.engine.struct.array.SparseArray;
import dev.spinel.engine.struct.array.SparseArrayImage;
import dev.spinel.engine.struct.array.Word;
import dev.spinel.engine.struct.array.WordText;

/**
 * Arrays in RDB form, of which Redis 8.8 has one, and as commands.
 *
 * <pre>
 *   length count | length 0, or length 1 and length of the index inserted last | element …, by index
 *   element   length index | length tag | value
 *     tag 0   string                  tag 1   integer 8, little-endian
 *     tag 2   double 8                tag 3   string of up to 7 bytes
 * </pre>
 *
 * Decimals are written as strings, which keeps each digit; doubles are read. Any thread.
 */
final class ArrayRdb {
    static final int TYPE = 28;
    private static final byte[] ARMSET = Text.bytes("ARMSET");
    private static final byte[] ARSEEK = Text.bytes("ARSEEK");
    private static final int STRING = 0;
    private static final int INTEGER = 1;
    private static final int DOUBLE = 2;
    private static final int SHORT_STRING = 3;
    private static final int MAX_SHORT_BYTES = 7;

    private ArrayRdb() {}

    /** Any version will do that is the newest we write; older ones have no arrays. */
    static int imageType(int version) {
        return version >= RdbFormat.VERSION ? TYPE : ValueType.INEXPRESSIBLE;
    }

    static void begin(ValueSink sink, long count, long mark) {
        sink.writeLength(count);
        sink.writeLength(mark == 0 ? 0 : 1);
        if (mark != 0) {
            sink.writeLength(mark - 1);
        }
    }

    static void element(ValueSink sink, long index, long word, WordText text) {
        sink.writeLength(index);
        if (Word.isInteger(word)) {
            sink.writeLength(INTEGER);
            sink.writeLong(Word.integer(word));
        } else {
            sink.writeLength(text.length() <= MAX_SHORT_BYTES ? SHORT_STRING : STRING);
            sink.writeString(text.address(), text.length());
        }
    }

    static void saveImage(EntryImage value, ValueSink sink) {
        SparseArrayImage array = new SparseArrayImage(value.blocks(), Entry.root(value.entry()));
        begin(sink, array.count(), array.mark());
        array.forEach((index, word, text) -> element(sink, index, word, text));
    }

    /** The commands that make it. */
    static void rewrite(EntryImage value, CommandSink sink) {
        SparseArrayImage array = new SparseArrayImage(value.blocks(), Entry.root(value.entry()));
        CommandChunks elements = new CommandChunks(sink, ARMSET, value, array.count(), 2);
        array.forEach((index, word, text) -> elements.next().word(Text.bytes(Long.toUnsignedString(index)))
                .bytes(text.address(), text.length()));
        if (array.mark() != 0) {
            sink.command(ARSEEK, 3).bytes(value.keyAddress(), value.keyLength())
                    .word(Text.bytes(Long.toUnsignedString(array.mark())));
        }
    }

    /** Fills an empty array; false when what is read makes no sense. */
    static boolean load(SparseArray array, ValueSource source) {
        long count = source.readLength();
        if (count == 0) {
            source.failEmpty();
        }
        long flag = source.readLength();
        if (flag == 1) {
            array.note(source.readLength() + 1);
        }
        boolean isGood = flag == 0 || flag == 1 && array.mark() != 0;
        for (long i = 0; i < count && isGood && !source.failed(); i++) {
            isGood = loadElement(array, source);
        }
        return isGood && count > 0 && !source.failed();
    }

    private static boolean loadElement(SparseArray array, ValueSource source) {
        long index = source.readLength();
        long tag = source.readLength();
        if (index == ArrayIndex.BEYOND || source.failed()) {
            return false;
        }
        if (tag == INTEGER) {
            return load(array, source, index, Long.toString(source.readLong()));
        }
        if (tag == DOUBLE) {
            double number = source.readDouble();
            String text = Doubles.format(number);
            boolean isWhole = Double.isFinite(number) && text.indexOf('.') < 0 && text.indexOf('e') < 0;
            return load(array, source, index, isWhole ? text + ".0" : text);
        }
        if (tag != STRING && tag != SHORT_STRING) {
            return false;
        }
        source.readString();
        return !source.failed() && array.put(index, source.address(), source.length(), 0);
    }

    private static boolean load(SparseArray array, ValueSource source, long index, String text) {
        if (source.failed()) {
            return false;
        }
        try (Scratch scratch = new Scratch()) {
            byte[] bytes = Text.bytes(text);
            long address = scratch.reserve(bytes.length);
            Mem.initCopyIn(bytes, 0, address, bytes.length);
            return array.put(index, address, bytes.length, 0);
        }
    }
}
