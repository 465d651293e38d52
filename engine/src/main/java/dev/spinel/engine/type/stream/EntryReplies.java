package dev.spinel.engine.type.stream;

import dev.spinel.engine.command.Call;
import dev.spinel.engine.resp.ReplyBuilder;
import dev.spinel.engine.struct.listpack.ListpackReader;

/** Ids and entries of streams in replies. */
final class EntryReplies {
    private EntryReplies() {}

    /** An id as a bulk. */
    static void id(Call call, long ms, long seq) {
        long text = call.scratch(StreamId.MAX_TEXT_BYTES);
        call.reply().bulk(text, StreamId.write(text, ms, seq));
    }

    /** The entry the cursor is on: its id, and its fields and values in one array. */
    static void entry(Call call, StreamCursor cursor) {
        call.reply().array(2);
        idAndFields(call, cursor);
    }

    /** As {@link #entry}, and how long ago it was delivered and how often. */
    static void claimed(Call call, StreamCursor cursor, long idleMs, long deliveries) {
        call.reply().array(4);
        idAndFields(call, cursor);
        call.reply().integer(idleMs);
        call.reply().integer(deliveries);
    }

    private static void idAndFields(Call call, StreamCursor cursor) {
        ReplyBuilder reply = call.reply();
        id(call, cursor.ms(), cursor.seq());
        long fields = cursor.fieldCount();
        reply.array(fields * 2);
        for (long i = 0; i < fields; i++) {
            cursor.nextField();
            text(reply, cursor.field());
            text(reply, cursor.value());
        }
    }

    /** The name of a consumer; empty for none. */
    static void consumer(ReplyBuilder reply, long consumer) {
        if (consumer == 0) {
            reply.bulk("");
        } else {
            reply.bulk(Consumer.name(consumer), Consumer.nameLength(consumer));
        }
    }

    private static void text(ReplyBuilder reply, ListpackReader element) {
        if (element.isInteger()) {
            reply.bulkInteger(element.integer());
        } else {
            reply.bulk(element.address(), element.length());
        }
    }

    /** Up to {@code limit} entries of the range of the cursor, 0 for all; answers how many. */
    static long entries(Call call, StreamCursor cursor, long limit) {
        long start = call.reply().defer();
        long count = 0;
        while ((limit == 0 || count < limit) && cursor.next()) {
            entry(call, cursor);
            count++;
        }
        call.reply().closeArray(start, count);
        return count;
    }
}
