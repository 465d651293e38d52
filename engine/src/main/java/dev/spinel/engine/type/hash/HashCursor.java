package dev.spinel.engine.type.hash;

import dev.spinel.engine.keyspace.Key;
import dev.spinel.engine.resp.ReplyBuilder;
import dev.spinel.engine.struct.listpack.Listpack;
import dev.spinel.engine.struct.listpack.ListpackReader;
import dev.spinel.engine.struct.packedhash.PackedHashCursor;

/**
 * A field of a hash with its value, whichever way that is encoded: a reusable flyweight, placed by {@link HashValue}.
 * Any change of the hash makes it invalid.
 */
public final class HashCursor {
    private final PackedHashCursor place = new PackedHashCursor();
    private final ListpackReader field = new ListpackReader();
    private final ListpackReader value = new ListpackReader();
    private int fieldOffset;
    private long expireAt;

    /** The field it is on. */
    public ListpackReader field() {
        return field;
    }

    /** The value of that field. */
    public ListpackReader value() {
        return value;
    }

    /** When the field expires, in ms since the epoch; {@link Key#NEVER} for never. */
    public long expireAt() {
        return expireAt;
    }

    /** Whether the time of the field is over, in the way reads see it. */
    public boolean isExpired(long nowMs) {
        return expireAt != Key.NEVER && expireAt < nowMs;
    }

    /** Replies the field as a bulk. */
    public void replyField(ReplyBuilder reply) {
        reply(reply, field);
    }

    /** Replies the value as a bulk. */
    public void replyValue(ReplyBuilder reply) {
        reply(reply, value);
    }

    private static void reply(ReplyBuilder reply, ListpackReader text) {
        if (text.isInteger()) {
            reply.bulkInteger(text.integer());
        } else {
            reply.bulk(text.address(), text.length());
        }
    }

    PackedHashCursor place() {
        return place;
    }

    int fieldOffset() {
        return fieldOffset;
    }

    /** Reads the element of a packed hash its place is on; {@code isThere} is handed through. */
    boolean readPlace(boolean isThere) {
        if (isThere) {
            field.readString(place.fieldAddress(), place.fieldLength());
            value.readString(place.valueAddress(), place.valueLength());
            expireAt = place.expiry();
        }
        return isThere;
    }

    /** Reads the field of a listpack at {@code offset}, and what follows it; false when that is none. */
    boolean readTuple(long lp, int offset, boolean hasExpiry) {
        fieldOffset = offset;
        if (offset == Listpack.NONE) {
            return false;
        }
        int valueOffset = Listpack.next(lp, offset);
        field.read(lp, offset);
        value.read(lp, valueOffset);
        expireAt = hasExpiry ? ListpackFields.expireAt(lp, Listpack.next(lp, valueOffset)) : Key.NEVER;
        return true;
    }
}
