package dev.spinel.engine.type.list;

import dev.spinel.engine.resp.ReplyBuilder;
import dev.spinel.engine.struct.listpack.Listpack;
import dev.spinel.engine.struct.quicklist.QuicklistCursor;

/**
 * A place in a list, whichever way that is encoded: on an element, or nowhere. A reusable flyweight, placed by {@link
 * ListValue}; any change that does not go through it makes it invalid.
 */
public final class ListCursor {
    private final QuicklistCursor place = new QuicklistCursor();
    private boolean isQuicklist;
    private long lp;
    private int offset;

    /** Whether it is on an element. */
    public boolean isOnElement() {
        return isQuicklist ? place.isOnElement() : offset != Listpack.NONE;
    }

    /** Goes to the next element; false, and nowhere, behind the last one. */
    public boolean next() {
        return isQuicklist ? place.next() : moveTo(lp, Listpack.next(lp, offset));
    }

    /** Goes to the previous element; false, and nowhere, before the first one. */
    public boolean previous() {
        return isQuicklist ? place.previous() : moveTo(lp, Listpack.previous(lp, offset));
    }

    /** Whether the element is stored as an integer, see {@link #integer}; otherwise as {@link #length} bytes. */
    public boolean isInteger() {
        return isQuicklist ? place.isInteger() : Listpack.isInteger(lp, offset);
    }

    public long integer() {
        return isQuicklist ? place.integer() : Listpack.integer(lp, offset);
    }

    /** Address of the bytes of an element that is not an integer. */
    public long address() {
        return isQuicklist ? place.address() : Listpack.stringAddress(lp, offset);
    }

    /** Length in bytes of an element that is not an integer. */
    public long length() {
        return isQuicklist ? place.length() : Listpack.stringLength(lp, offset);
    }

    /** Length of the element as text, in bytes. */
    public long textLength() {
        return isQuicklist ? place.textLength() : Listpack.textLength(lp, offset);
    }

    /** Whether the element, as text, is the given bytes. */
    public boolean isText(long textAddress, long textLength) {
        return isQuicklist
            ? place.isText(textAddress, textLength)
            : Listpack.isText(lp, offset, textAddress, textLength);
    }

    /** Replies the element as a bulk. */
    public void reply(ReplyBuilder reply) {
        if (isInteger()) {
            reply.bulkInteger(integer());
        } else {
            reply.bulk(address(), length());
        }
    }

    QuicklistCursor inQuicklist() {
        isQuicklist = true;
        return place;
    }

    QuicklistCursor place() {
        return place;
    }

    int offset() {
        return offset;
    }

    /** Goes to an element of a listpack, or nowhere. */
    boolean moveTo(long listpack, int toOffset) {
        isQuicklist = false;
        lp = listpack;
        offset = toOffset;
        return toOffset != Listpack.NONE;
    }
}
