package dev.spinel.engine.type.array;

import dev.spinel.engine.command.Call;
import dev.spinel.engine.keyspace.Entry;
import dev.spinel.engine.keyspace.Key;
import dev.spinel.engine.keyspace.ValueType;
import dev.spinel.engine.resp.ReplyBuilder;
import dev.spinel.engine.struct.array.SliceLimits;
import dev.spinel.engine.struct.array.SparseArray;
import dev.spinel.engine.struct.array.Word;
import dev.spinel.engine.struct.array.WordText;

/** The array of one key at a time, which may be absent: then nothing is anywhere. A flyweight of the reactor. */
final class ArrayValue {
    private final SparseArray array;
    private final WordText text = new WordText();
    private Key key;
    private long scratch;

    ArrayValue(SliceLimits limits) {
        array = new SparseArray(limits);
    }

    /** Lays the flyweight over a key that holds an array or is absent; it uses the call's scratch memory. */
    ArrayValue open(Call call, Key of) {
        key = of;
        scratch = call.scratch(Word.MAX_INLINE_BYTES);
        if (of.exists()) {
            array.open(of.root());
        }
        return this;
    }

    boolean exists() {
        return key.exists();
    }

    /** The array of a key that exists. */
    SparseArray array() {
        return array;
    }

    /** The array, which is made when the key is absent. */
    SparseArray create() {
        if (!key.exists()) {
            array.create();
            key.putRoot(ValueType.ARRAY, Entry.SLICED_ARRAY, array.root(), 0, Key.NEVER);
        }
        return array;
    }

    long length() {
        return key.exists() ? array.length() : 0;
    }

    long count() {
        return key.exists() ? array.count() : 0;
    }

    long get(long index) {
        return key.exists() ? array.get(index) : Word.NONE;
    }

    /** Takes the key away when nothing is left in its array; whether it did. */
    boolean deleteIfEmpty() {
        boolean isEmpty = array.count() == 0;
        if (isEmpty) {
            key.delete();
        }
        return isEmpty;
    }

    /** The bytes of a word, good until the next one is asked for or the array changes. */
    WordText text(long word) {
        return text.open(word, scratch);
    }

    /** Replies an element, or null where none is. */
    void reply(ReplyBuilder reply, long word) {
        if (word == Word.NONE) {
            reply.nil();
        } else if (Word.isInteger(word)) {
            reply.bulkInteger(Word.integer(word));
        } else {
            text(word);
            reply.bulk(text.address(), text.length());
        }
    }
}
