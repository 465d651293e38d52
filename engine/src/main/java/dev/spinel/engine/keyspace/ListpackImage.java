package dev.spinel.engine.keyspace;

import dev.spinel.engine.struct.listpack.Listpack;
import dev.spinel.engine.struct.listpack.ListpackReader;

/** A listpack element by element: for commands, and for readers of RDB versions that know none. */
public final class ListpackImage {
    private final ListpackReader reader = new ListpackReader();
    private final long listpack;
    private int next;

    /** @param listpack stays where it is while this is used */
    public ListpackImage(long listpack) {
        this.listpack = listpack;
        next = Listpack.first(listpack);
    }

    /** Goes to the next element; false at the end. */
    public boolean next() {
        if (next == Listpack.NONE) {
            return false;
        }
        reader.read(listpack, next);
        next = Listpack.next(listpack, next);
        return true;
    }

    public ListpackReader element() {
        return reader;
    }

    /** Writes the element as a string. */
    public void write(ValueSink sink) {
        if (reader.isInteger()) {
            sink.writeIntegerString(reader.integer());
        } else {
            sink.writeString(reader.address(), reader.length());
        }
    }

    /** Writes all elements from here on as strings. */
    public void writeAll(ValueSink sink) {
        while (next()) {
            write(sink);
        }
    }
}
