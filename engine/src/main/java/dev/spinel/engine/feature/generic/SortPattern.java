package dev.spinel.engine.feature.generic;

import dev.spinel.engine.command.Call;
import dev.spinel.engine.keyspace.Key;
import dev.spinel.engine.keyspace.ValueType;
import dev.spinel.engine.memory.Mem;
import dev.spinel.engine.resp.Numbers;
import dev.spinel.engine.type.string.StringValue;

/**
 * A BY or GET pattern of SORT: {@code #} is the element itself; otherwise the first {@code *} is replaced by it, and
 * what follows {@code ->} names the field of a hash. Source: lookupKeyByPattern in sort.c.
 */
final class SortPattern {
    private final byte[] text;
    private final int star;
    /** Where the name ends; the whole pattern when no field is named. */
    private final int nameEnd;

    SortPattern(byte[] text) {
        this.text = text;
        star = indexOf('*', 0);
        int arrow = star < 0 ? -1 : arrowAfter(star);
        nameEnd = arrow < 0 ? text.length : arrow;
    }

    /** Whether it depends on the element. */
    boolean hasStar() {
        return star >= 0;
    }

    /** What the pattern yields for an element; null when there is no such key, field, or string. */
    byte[] resolve(Call call, byte[] element) {
        if (text.length == 1 && text[0] == '#') {
            return element;
        }
        if (star < 0) {
            return null;
        }
        int fieldLength = Math.max(text.length - nameEnd - 2, 0);
        int nameLength = nameEnd - 1 + element.length;
        long name = call.scratch(nameLength + fieldLength + Numbers.MAX_LONG_DIGITS);
        Mem.initCopyIn(text, 0, name, star);
        Mem.initCopyIn(element, 0, name + star, element.length);
        Mem.initCopyIn(text, star + 1, name + star + element.length, nameEnd - star - 1);
        long field = name + nameLength;
        Mem.initCopyIn(text, text.length - fieldLength, field, fieldLength);
        int mark = call.keyMark();
        Key key = call.keyspace().read(call.newKey(), call.database(), name, nameLength, 0);
        byte[] value = nameEnd < text.length ? field(key, field, fieldLength) : string(key, field + fieldLength);
        call.releaseKeys(mark);
        return value;
    }

    private static byte[] string(Key key, long digits) {
        return key.type() == ValueType.STRING
            ? Mem.toBytes(StringValue.address(key, digits), StringValue.length(key)) : null;
    }

    private static byte[] field(Key key, long field, int length) {
        if (!key.exists()) {
            return null;
        }
        byte[][] found = new byte[1][];
        key.valueType().readField(key, field, length, (address, bytes) -> found[0] = Mem.toBytes(address, bytes));
        return found[0];
    }

    private int indexOf(char wanted, int from) {
        for (int i = from; i < text.length; i++) {
            if (text[i] == wanted) {
                return i;
            }
        }
        return -1;
    }

    /** An arrow with nothing behind it is part of the name. */
    private int arrowAfter(int from) {
        for (int i = indexOf('-', from + 1); i >= 0; i = indexOf('-', i + 1)) {
            if (i + 2 < text.length && text[i + 1] == '>') {
                return i;
            }
        }
        return -1;
    }
}
