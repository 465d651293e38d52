package dev.spinel.module.api;

import dev.spinel.engine.type.stream.StreamCursor;
import dev.spinel.engine.type.stream.StreamId;
import dev.spinel.engine.type.stream.StreamValue;

/**
 * A walk of a module over the entries of a stream, which goes on behind the last entry whatever happens to the stream
 * meanwhile. Owned by the key it was begun on.
 */
final class StreamWalk {
    private final StreamCursor cursor = new StreamCursor();
    private final StreamId id = new StreamId();
    private long stamp;
    private long fieldsLeft;
    private boolean isOnEntry;

    StreamWalk(StreamValue stream, StreamId start, StreamId end, boolean reverse) {
        cursor.range(stream, start, end, reverse);
        stamp = stream.stamp();
    }

    /** Goes to the next entry. */
    boolean next(StreamValue stream) {
        if (stream.stamp() != stamp) {
            stamp = stream.stamp();
            cursor.resumeIn(stream, id);
        }
        isOnEntry = cursor.next();
        fieldsLeft = isOnEntry ? cursor.fieldCount() : 0;
        if (isOnEntry) {
            id.set(cursor.ms(), cursor.seq());
        }
        return isOnEntry;
    }

    /** Goes to the next field of the entry; false when there is none, or the stream changed. */
    boolean nextField(StreamValue stream) {
        if (fieldsLeft == 0 || stream.stamp() != stamp) {
            return false;
        }
        cursor.nextField();
        fieldsLeft--;
        return true;
    }

    /** Deletes the entry; false when the walk is on none, or the stream changed. */
    boolean delete(StreamValue stream) {
        if (!isOnEntry || stream.stamp() != stamp) {
            return false;
        }
        stream.deleteAt(cursor);
        stamp = stream.stamp();
        isOnEntry = false;
        fieldsLeft = 0;
        return true;
    }

    StreamCursor cursor() {
        return cursor;
    }
}
