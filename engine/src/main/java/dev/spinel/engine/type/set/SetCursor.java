package dev.spinel.engine.type.set;

import dev.spinel.engine.keyspace.Entry;
import dev.spinel.engine.keyspace.ValueSlot;
import dev.spinel.engine.memory.Arena;
import dev.spinel.engine.propagate.Propagator;
import dev.spinel.engine.resp.ReplyBuilder;
import dev.spinel.engine.struct.intset.Intset;
import dev.spinel.engine.struct.listpack.Decimal;
import dev.spinel.engine.struct.listpack.Listpack;
import dev.spinel.engine.struct.packedhash.PackedHashCursor;
import java.util.random.RandomGenerator;

/**
 * A place in a set: begin a walk, then call {@link #next}, or draw with {@link #random}. The member it is on is good
 * until the next change of the set; only {@link #remove} keeps the walk alive.
 */
public final class SetCursor {
    private final PackedHashCursor place = new PackedHashCursor();
    private SetValue set;
    private int encoding;
    private long textBuffer;
    /** Next index of an intset, or next offset of a listpack. */
    private int next;
    /** Index or offset of the member. */
    private int current;
    private boolean isInteger;
    private long integer;
    private long address;
    private long length;

    /** Stands before the first member. {@code text} is room for the text of an integer, written when needed. */
    public void begin(SetValue of, long text) {
        bind(of, text);
        if (encoding == Entry.LISTPACK) {
            next = Listpack.first(of.slot().address());
        } else if (encoding == Entry.HASHTABLE) {
            of.hash().begin(place);
        }
    }

    /** Stands before the members of one step of a scan; answers the next scan cursor, 0 at the end. */
    long beginScan(SetValue of, long text, long scanCursor) {
        bind(of, text);
        if (encoding == Entry.HASHTABLE) {
            return of.hash().beginScan(place, scanCursor);
        }
        begin(of, text);
        return 0;
    }

    private void bind(SetValue of, long text) {
        set = of;
        encoding = of.slot().encoding();
        textBuffer = text;
        next = 0;
    }

    /** Goes to the next member; false at the end. */
    public boolean next() {
        return switch (encoding) {
            case ValueSlot.ABSENT -> false;
            case Entry.INTSET -> next < Intset.count(set.slot().address()) && onIndex(next);
            case Entry.LISTPACK -> next != Listpack.NONE && onOffset(next);
            default -> set.hash().next(place) && onPlace();
        };
    }

    /** Goes to a member drawn so that all are equally likely; the set is not empty. */
    void random(SetValue of, long text, RandomGenerator random) {
        bind(of, text);
        if (encoding == Entry.HASHTABLE) {
            of.hash().random(place, random);
            onPlace();
            return;
        }
        int index = (int) (((random.nextLong() >>> 32) * of.count()) >>> 32);
        if (encoding == Entry.INTSET) {
            onIndex(index);
        } else {
            onOffset(Listpack.seek(of.slot().address(), index));
        }
    }

    private boolean onIndex(int index) {
        current = index;
        next = index + 1;
        onInteger(Intset.valueAt(set.slot().address(), index));
        return true;
    }

    private boolean onOffset(int offset) {
        long lp = set.slot().address();
        current = offset;
        next = Listpack.next(lp, offset);
        if (Listpack.isInteger(lp, offset)) {
            onInteger(Listpack.integer(lp, offset));
        } else {
            isInteger = false;
            address = Listpack.stringAddress(lp, offset);
            length = Listpack.stringLength(lp, offset);
        }
        return true;
    }

    private boolean onPlace() {
        if (place.isInteger()) {
            onInteger(place.integer());
            return true;
        }
        isInteger = false;
        address = place.fieldAddress();
        length = place.fieldLength();
        return true;
    }

    private void onInteger(long value) {
        isInteger = true;
        integer = value;
        address = 0;
    }

    /** Removes the member the cursor is on; the walk goes on behind it. A hash table keeps its size meanwhile. */
    void remove() {
        if (encoding == Entry.INTSET) {
            set.removeInteger(current);
            next = current;
        } else if (encoding == Entry.LISTPACK) {
            boolean isLast = next == Listpack.NONE;
            set.removeElement(current);
            next = isLast ? Listpack.NONE : current;
        } else {
            set.hash().removeAt(place);
        }
    }

    /** Address of the text of the member. */
    public long address() {
        if (address == 0) {
            address = textBuffer;
            length = Decimal.write(integer, textBuffer);
        }
        return address;
    }

    /** Length of the text of the member in bytes. */
    public long length() {
        address();
        return length;
    }

    void reply(ReplyBuilder reply) {
        if (isInteger) {
            reply.bulkInteger(integer);
        } else {
            reply.bulk(address, length);
        }
    }

    void repeat(Propagator propagator) {
        if (isInteger) {
            propagator.integer(integer);
        } else {
            propagator.bytes(address, length);
        }
    }

    /** Gives a buffer of {@link ValueSlot#allocate} back. */
    static void freeText(long text) {
        Arena.free(text);
    }
}
