package dev.spinel.engine.type.list;

import dev.spinel.engine.command.Call;
import dev.spinel.engine.command.CommandTable;
import dev.spinel.engine.keyspace.Key;
import dev.spinel.engine.keyspace.KeyEvent;
import dev.spinel.engine.keyspace.ValueType;
import dev.spinel.engine.resp.Args;
import dev.spinel.engine.resp.Errors;
import dev.spinel.engine.resp.Text;

/** Elements by value: rows and methods of LPOS and LREM. */
final class ListSearch {
    private static final byte[] LREM = KeyEvent.name("lrem");
    private static final byte[] RANK = Text.bytes("rank");
    private static final byte[] COUNT = Text.bytes("count");
    private static final byte[] MAXLEN = Text.bytes("maxlen");
    private static final byte[] RANK_ZERO = Errors.bytes("ERR RANK can't be zero: use 1 to start from the first match, "
        + "2 from the second ... or use negative to start from the end of the list");
    private static final byte[] COUNT_NEGATIVE = Errors.bytes("ERR COUNT can't be negative");
    private static final byte[] MAXLEN_NEGATIVE = Errors.bytes("ERR MAXLEN can't be negative");
    private static final byte[] NOT_NEGATABLE = Errors.notInRange(-Long.MAX_VALUE, Long.MAX_VALUE);
    private static final long NOT_GIVEN = -1;

    private final ListValue lists;
    private final ListCursor cursor = new ListCursor();
    private long rank;
    private long count;
    private long maxLength;

    ListSearch(ListValue lists) {
        this.lists = lists;
    }

    void register(CommandTable table) {
        table.add("LPOS", this::position);
        table.add("LREM", this::remove);
    }

    /** Replies the index of a match, or all of them with COUNT. Errors: options, WRONGTYPE. Redis: lposCommand. */
    private void position(Call call) {
        parse(call);
        if (call.failed()) {
            return;
        }
        Key key = call.read(1, 0, ValueType.LIST);
        if (call.failed()) {
            return;
        }
        long start = call.reply().defer();
        long found = replyMatches(call, lists.open(key));
        if (count != NOT_GIVEN) {
            call.reply().closeArray(start, found);
        } else if (found == 0) {
            call.reply().nil();
        }
    }

    private void parse(Call call) {
        Args args = call.args();
        rank = 1;
        count = NOT_GIVEN;
        maxLength = 0;
        for (int i = 3; i < args.count() && !call.failed(); i += 2) {
            if (i + 1 == args.count()) {
                call.fail(Errors.SYNTAX);
            } else if (args.is(i, RANK)) {
                rank = negatable(call, i + 1);
                if (rank == 0) {
                    call.fail(RANK_ZERO);
                }
            } else if (args.is(i, COUNT)) {
                count = notNegative(call, i + 1, COUNT_NEGATIVE);
            } else if (args.is(i, MAXLEN)) {
                maxLength = notNegative(call, i + 1, MAXLEN_NEGATIVE);
            } else {
                call.fail(Errors.SYNTAX);
            }
        }
    }

    private static long negatable(Call call, int index) {
        long value = call.integer(index);
        if (value == Long.MIN_VALUE) {
            call.fail(NOT_NEGATABLE);
        }
        return value;
    }

    private static long notNegative(Call call, int index, byte[] error) {
        long value = call.integer(index, error);
        if (value < 0) {
            call.fail(error);
        }
        return value;
    }

    private long replyMatches(Call call, ListValue list) {
        long address = call.args().address(2);
        long textLength = call.args().length(2);
        boolean isBackward = rank < 0;
        long length = list.length();
        long limit = maxLength == 0 ? length : Math.min(maxLength, length);
        long wanted = count == NOT_GIVEN ? 1 : count == 0 ? Long.MAX_VALUE : count;
        long skip = Math.abs(rank) - 1;
        long found = 0;
        list.seek(cursor, isBackward ? -1 : 0);
        for (long i = 0; i < limit && found < wanted; i++) {
            if (cursor.isText(address, textLength) && skip-- <= 0) {
                call.reply().integer(isBackward ? length - 1 - i : i);
                found++;
            }
            move(isBackward);
        }
        return found;
    }

    private void move(boolean isBackward) {
        if (isBackward) {
            cursor.previous();
        } else {
            cursor.next();
        }
    }

    /** Replies how many were removed: up to count from the head, from the tail, or all for 0. Redis: lremCommand. */
    private void remove(Call call) {
        long limit = negatable(call, 2);
        if (call.failed()) {
            return;
        }
        Key key = call.writeTyped(1, ValueType.LIST);
        if (call.failed()) {
            return;
        }
        long removed = key.exists() ? removeMatches(call, lists.open(key), limit) : 0;
        if (removed > 0) {
            ListCommands.removed(call, lists, key, LREM, removed);
        }
        call.reply().integer(removed);
    }

    private long removeMatches(Call call, ListValue list, long limit) {
        long address = call.args().address(3);
        long textLength = call.args().length(3);
        boolean isBackward = limit < 0;
        long wanted = limit == 0 ? Long.MAX_VALUE : Math.abs(limit);
        long removed = 0;
        boolean more = list.seek(cursor, isBackward ? -1 : 0);
        while (more && removed < wanted) {
            if (cursor.isText(address, textLength)) {
                more = isBackward ? list.deleteThenPrevious(cursor) : list.deleteThenNext(cursor);
                removed++;
            } else {
                more = isBackward ? cursor.previous() : cursor.next();
            }
        }
        return removed;
    }
}
