package dev.spinel.engine.type.sortedset;

import dev.spinel.engine.command.Call;
import dev.spinel.engine.command.CommandTable;
import dev.spinel.engine.command.WaitingCommands;
import dev.spinel.engine.keyspace.Key;
import dev.spinel.engine.keyspace.KeyEvent;
import dev.spinel.engine.keyspace.Keyspace;
import dev.spinel.engine.keyspace.ValueType;
import dev.spinel.engine.propagate.Propagator;
import dev.spinel.engine.resp.Args;
import dev.spinel.engine.resp.Errors;
import dev.spinel.engine.resp.ReplyBuilder;
import dev.spinel.engine.resp.Text;

/**
 * Taking the lowest or highest members away: rows and methods of ZPOPMIN, ZPOPMAX, ZMPOP and their waiting forms. What
 * has several keys is repeated as ZPOPMIN or ZPOPMAX of the one that served. Source: genericZpopCommand in t_zset.c.
 */
final class PopCommands {
    private static final byte[] ZPOPMIN = KeyEvent.name("zpopmin");
    private static final byte[] ZPOPMAX = KeyEvent.name("zpopmax");
    private static final byte[] ZPOPMIN_WORD = Text.bytes("ZPOPMIN");
    private static final byte[] ZPOPMAX_WORD = Text.bytes("ZPOPMAX");
    private static final byte[] MIN = Text.bytes("min");
    private static final byte[] MAX = Text.bytes("max");
    private static final byte[] COUNT = Text.bytes("count");

    private final SortedSetValue set;
    private final WaitingCommands waiting;
    private final SortedSetCursor cursor = new SortedSetCursor();

    PopCommands(Keyspace keyspace, SortedSetLimits limits, WaitingCommands waiting) {
        set = new SortedSetValue(keyspace.hasher(), limits);
        this.waiting = waiting;
    }

    void register(CommandTable table) {
        table.add("ZPOPMIN", call -> pop(call, false));
        table.add("ZPOPMAX", call -> pop(call, true));
        table.add("ZMPOP", call -> popMany(call, false));
        table.add("BZPOPMIN", call -> waitAndPop(call, false));
        table.add("BZPOPMAX", call -> waitAndPop(call, true));
        table.add("BZMPOP", call -> popMany(call, true));
    }

    /** Replies members with scores, in pairs of their own only in RESP3 and with a count. Redis: zpopMinMaxCommand. */
    private void pop(Call call, boolean fromTop) {
        boolean hasCount = call.argCount() == 3;
        if (call.argCount() > 3) {
            call.fail(Errors.SYNTAX);
        }
        long count = hasCount ? call.integer(2, Errors.MUST_BE_POSITIVE) : 1;
        if (count < 0) {
            call.fail(Errors.MUST_BE_POSITIVE);
        }
        if (call.failed()) {
            return;
        }
        Key key = call.writeTyped(1, ValueType.SORTED_SET);
        if (call.failed()) {
            return;
        }
        boolean isNested = hasCount && call.reply().version() >= 3;
        long taken = open(call, key, count);
        call.reply().array(isNested ? taken : taken * 2);
        take(call, key, fromTop, taken, isNested);
    }

    /** Opens the set; answers how many of {@code count} members it can give. */
    private long open(Call call, Key key, long count) {
        return Math.min(count, set.open(key, call.scratch(SortedSetValue.BUFFER_BYTES)).count());
    }

    private void take(Call call, Key key, boolean fromTop, long count, boolean isNested) {
        if (count == 0) {
            return;
        }
        long members = set.count();
        set.seek(cursor, fromTop ? members - 1 : 0);
        ReplyBuilder reply = call.reply();
        for (long i = 1; i <= count; i++) {
            cursor.reply(reply, true, isNested);
            if (i < count && fromTop) {
                cursor.previous();
            } else if (i < count) {
                cursor.next();
            }
        }
        set.removeRange(fromTop ? members - count : 0, count);
        SortedSetCommands.removed(call, key, set, fromTop ? ZPOPMAX : ZPOPMIN, count);
    }

    /** Replies the first key that is not empty with up to count members, or null. Redis: zmpopGenericCommand. */
    private void popMany(Call call, boolean waits) {
        Args args = call.args();
        int at = waits ? 2 : 1;
        long until = waits ? WaitingCommands.untilMs(call, 1) : 0;
        long keys = call.atLeastOne(at, Errors.NUMKEYS_NOT_POSITIVE);
        int whereIndex = (int) Math.min(at + 1 + keys, args.count());
        boolean hasWhere = !call.failed() && whereIndex < args.count();
        boolean fromTop = hasWhere && args.is(whereIndex, MAX);
        if (!fromTop && !(hasWhere && args.is(whereIndex, MIN))) {
            call.fail(Errors.SYNTAX);
        }
        long count = 1;
        if (!call.failed() && args.count() > whereIndex + 1) {
            count = count(call, whereIndex + 1);
        }
        Key key = call.failed() ? null : WaitingCommands.firstKey(call, ValueType.SORTED_SET, at + 1, (int) keys);
        if (call.failed()) {
            return;
        }
        if (key == null) {
            waiting.giveUpOrAwait(call, ValueType.SORTED_SET, waits, at + 1, (int) keys, until);
            return;
        }
        long taken = open(call, key, count);
        call.reply().array(2);
        call.reply().bulk(key.address(), key.length());
        call.reply().array(taken);
        take(call, key, fromTop, taken, true);
        beginPop(call, key, fromTop, 3).integer(taken);
    }

    private static long count(Call call, int index) {
        if (!call.args().is(index, COUNT) || index + 1 == call.argCount()) {
            call.fail(Errors.SYNTAX);
            return 0;
        }
        long count = call.atLeastOne(index + 1, Errors.COUNT_NOT_POSITIVE);
        if (call.argCount() > index + 2) {
            call.fail(Errors.SYNTAX);
        }
        return count;
    }

    /** Replies the first key that is not empty, a member and its score, or waits. Redis: blockingGenericZpopCommand. */
    private void waitAndPop(Call call, boolean fromTop) {
        int keys = call.argCount() - 2;
        long until = WaitingCommands.untilMs(call, call.argCount() - 1);
        Key key = call.failed() ? null : WaitingCommands.firstKey(call, ValueType.SORTED_SET, 1, keys);
        if (call.failed()) {
            return;
        }
        if (key == null) {
            waiting.giveUpOrAwait(call, ValueType.SORTED_SET, true, 1, keys, until);
            return;
        }
        open(call, key, 1);
        call.reply().array(3);
        call.reply().bulk(key.address(), key.length());
        take(call, key, fromTop, 1, false);
        beginPop(call, key, fromTop, 2);
    }

    private static Propagator beginPop(Call call, Key key, boolean fromTop, int words) {
        byte[] name = fromTop ? ZPOPMAX_WORD : ZPOPMIN_WORD;
        return call.rewrite().begin(call.database(), words).word(name).bytes(key.address(), key.length());
    }
}
