package dev.spinel.engine.type.sortedset;

import dev.spinel.engine.command.Call;
import dev.spinel.engine.command.CommandTable;
import dev.spinel.engine.command.ResultStore;
import dev.spinel.engine.keyspace.Key;
import dev.spinel.engine.keyspace.KeyEvent;
import dev.spinel.engine.keyspace.Keyspace;
import dev.spinel.engine.keyspace.ValueType;
import dev.spinel.engine.resp.Args;
import dev.spinel.engine.resp.Errors;
import dev.spinel.engine.resp.ReplyBuilder;
import dev.spinel.engine.resp.Text;
import java.util.Locale;

/**
 * Ranges by rank, score and member: rows and methods of ZRANGE in all its names, ZRANGESTORE, ZCOUNT, ZLEXCOUNT and
 * ZREMRANGEBY*. One per engine. Source: zrangeGenericCommand in t_zset.c.
 */
final class RangeCommands {
    private static final byte[] ZRANGESTORE = KeyEvent.name("zrangestore");
    private static final byte[] WITHSCORES = Text.bytes("withscores");
    private static final byte[] LIMIT = Text.bytes("limit");
    private static final byte[] REV = Text.bytes("rev");
    private static final byte[] BYLEX = Text.bytes("bylex");
    private static final byte[] BYSCORE = Text.bytes("byscore");
    private static final byte[] LIMIT_BY_RANK = Errors.bytes(
        "ERR syntax error, LIMIT is only supported in combination with either BYSCORE or BYLEX");
    private static final byte[] SCORES_BY_LEX =
        Errors.bytes("ERR syntax error, WITHSCORES not supported in combination with BYLEX");

    /** What a range is given in. */
    private enum Unit { RANK, SCORE, MEMBER, ANY }

    private final SortedSetValue set;
    private final SortedSetValue result;
    private final SortedSetCursor cursor = new SortedSetCursor();
    private final ScoreRange scores = new ScoreRange();
    private final LexRange members = new LexRange();
    private Unit unit;
    private boolean isReverse;
    private boolean withScores;
    private long offset;
    private long limit;
    /** Bounds by rank, both inclusive. */
    private long start;
    private long end;

    RangeCommands(Keyspace keyspace, SortedSetLimits limits) {
        set = new SortedSetValue(keyspace.hasher(), limits);
        result = new SortedSetValue(keyspace.hasher(), limits);
    }

    void register(CommandTable table) {
        table.add("ZRANGE", call -> range(call, 1, Unit.ANY, false));
        table.add("ZREVRANGE", call -> range(call, 1, Unit.RANK, true));
        table.add("ZRANGEBYSCORE", call -> range(call, 1, Unit.SCORE, false));
        table.add("ZREVRANGEBYSCORE", call -> range(call, 1, Unit.SCORE, true));
        table.add("ZRANGEBYLEX", call -> range(call, 1, Unit.MEMBER, false));
        table.add("ZREVRANGEBYLEX", call -> range(call, 1, Unit.MEMBER, true));
        table.add("ZRANGESTORE", call -> range(call, 2, Unit.ANY, false));
        table.add("ZCOUNT", call -> count(call, Unit.SCORE));
        table.add("ZLEXCOUNT", call -> count(call, Unit.MEMBER));
        removal(table, "ZREMRANGEBYRANK", Unit.RANK);
        removal(table, "ZREMRANGEBYSCORE", Unit.SCORE);
        removal(table, "ZREMRANGEBYLEX", Unit.MEMBER);
    }

    private void removal(CommandTable table, String name, Unit by) {
        byte[] event = KeyEvent.name(name.toLowerCase(Locale.ROOT));
        table.add(name, call -> remove(call, by, event));
    }

    /** Replies or stores a range; the key is in argument {@code keyIndex}, a target before it. */
    private void range(Call call, int keyIndex, Unit givenUnit, boolean givenReverse) {
        boolean isStored = keyIndex > 1;
        parseOptions(call, keyIndex + 3, givenUnit, givenReverse, isStored);
        boolean isSwapped = isReverse && unit != Unit.RANK;
        parseBounds(call, keyIndex + (isSwapped ? 2 : 1), keyIndex + (isSwapped ? 1 : 2));
        if (call.failed()) {
            return;
        }
        set.open(call.read(keyIndex, 0, ValueType.SORTED_SET), call.scratch(SortedSetValue.BUFFER_BYTES));
        if (call.failed()) {
            return;
        }
        long from = from();
        long to = to();
        long length = Math.max(to - from, 0);
        long skipped = offset < 0 ? length : Math.min(offset, length);
        long taken = limit < 0 ? length - skipped : Math.min(limit, length - skipped);
        long first = isReverse ? to - 1 - skipped : from + skipped;
        if (isStored) {
            store(call, first, taken);
        } else {
            reply(call.reply(), first, taken);
        }
    }

    private void parseOptions(Call call, int from, Unit givenUnit, boolean givenReverse, boolean isStored) {
        Args args = call.args();
        unit = givenUnit;
        isReverse = givenReverse;
        withScores = false;
        offset = 0;
        limit = -1;
        for (int i = from; i < args.count() && !call.failed(); i++) {
            if (!isStored && args.is(i, WITHSCORES)) {
                withScores = true;
            } else if (args.is(i, LIMIT) && args.count() - i > 2) {
                offset = call.integer(++i);
                limit = call.integer(++i);
            } else if (givenUnit == Unit.ANY && args.is(i, REV)) {
                isReverse = true;
            } else if (unit == Unit.ANY && args.is(i, BYLEX)) {
                unit = Unit.MEMBER;
            } else if (unit == Unit.ANY && args.is(i, BYSCORE)) {
                unit = Unit.SCORE;
            } else {
                call.fail(Errors.SYNTAX);
            }
        }
        unit = unit == Unit.ANY ? Unit.RANK : unit;
        if (limit != -1 && unit == Unit.RANK) {
            call.fail(LIMIT_BY_RANK);
        } else if (withScores && unit == Unit.MEMBER) {
            call.fail(SCORES_BY_LEX);
        }
    }

    private void parseBounds(Call call, int minIndex, int maxIndex) {
        if (call.failed()) {
            return;
        }
        switch (unit) {
            case SCORE -> scores.parse(call, minIndex, maxIndex);
            case MEMBER -> members.parse(call, minIndex, maxIndex);
            default -> {
                start = call.integer(minIndex);
                end = call.integer(maxIndex);
            }
        }
    }

    /** Lowest rank of the range. */
    private long from() {
        return switch (unit) {
            case SCORE -> scores.from(set);
            case MEMBER -> members.from(set);
            default -> isReverse ? set.count() - clippedEnd() : clippedStart();
        };
    }

    /** Rank behind the highest of the range. */
    private long to() {
        return switch (unit) {
            case SCORE -> scores.to(set);
            case MEMBER -> members.to(set);
            default -> isReverse ? set.count() - clippedStart() : clippedEnd();
        };
    }

    private long clippedStart() {
        return Math.max(start < 0 ? set.count() + start : start, 0);
    }

    private long clippedEnd() {
        long last = end < 0 ? set.count() + end : end;
        return last >= set.count() ? set.count() : Math.max(last + 1, 0);
    }

    private void reply(ReplyBuilder reply, long first, long count) {
        boolean isNested = withScores && reply.version() >= 3;
        reply.array(withScores && !isNested ? count * 2 : count);
        if (count == 0) {
            return;
        }
        set.seek(cursor, first);
        for (long i = 1; i < count; i++) {
            cursor.reply(reply, withScores, isNested);
            step();
        }
        cursor.reply(reply, withScores, isNested);
    }

    private void step() {
        if (isReverse) {
            cursor.previous();
        } else {
            cursor.next();
        }
    }

    /** Replies how many were stored; none deletes the target. */
    private void store(Call call, long first, long count) {
        result.openFree(set.buffer());
        if (count > 0) {
            set.seek(cursor, first);
        }
        for (long i = 0; i < count; i++) {
            result.insert(cursor.score(), cursor.address(), cursor.length());
            if (i + 1 < count) {
                step();
            }
        }
        ResultStore.store(call, call.write(1), result, KeyEvent.SORTED_SET, ZRANGESTORE);
    }

    private void count(Call call, Unit by) {
        unit = by;
        isReverse = false;
        parseBounds(call, 2, 3);
        if (call.failed()) {
            return;
        }
        set.open(call.read(1, 0, ValueType.SORTED_SET), call.scratch(SortedSetValue.BUFFER_BYTES));
        if (call.failed()) {
            return;
        }
        call.reply().integer(Math.max(to() - from(), 0));
    }

    /** Replies how many members went. Redis: zremrangeGenericCommand. */
    private void remove(Call call, Unit by, byte[] event) {
        unit = by;
        isReverse = false;
        parseBounds(call, 2, 3);
        if (call.failed()) {
            return;
        }
        Key key = call.writeTyped(1, ValueType.SORTED_SET);
        if (call.failed()) {
            return;
        }
        set.open(key, call.scratch(SortedSetValue.BUFFER_BYTES));
        long from = from();
        long count = Math.max(to() - from, 0);
        set.removeRange(from, count);
        SortedSetCommands.removed(call, key, set, event, count);
        call.reply().integer(count);
    }
}
