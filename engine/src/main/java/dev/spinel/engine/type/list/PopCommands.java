package dev.spinel.engine.type.list;

import dev.spinel.engine.client.ClientFlag;
import dev.spinel.engine.command.Call;
import dev.spinel.engine.command.CommandTable;
import dev.spinel.engine.command.WaitingCommands;
import dev.spinel.engine.keyspace.Key;
import dev.spinel.engine.keyspace.KeyEvent;
import dev.spinel.engine.keyspace.ValueType;
import dev.spinel.engine.memory.Mem;
import dev.spinel.engine.propagate.Propagator;
import dev.spinel.engine.resp.Args;
import dev.spinel.engine.resp.Errors;
import dev.spinel.engine.resp.Numbers;
import dev.spinel.engine.resp.ReplyBuilder;
import dev.spinel.engine.resp.Text;

/**
 * Taking elements away at an end, at once or when there are some: rows and methods of LPOP, LMPOP, LMOVE, their twins
 * and their waiting forms. What waited is repeated as its form that does not.
 */
final class PopCommands {
    private static final byte[] LPOP = KeyEvent.name("lpop");
    private static final byte[] RPOP = KeyEvent.name("rpop");
    private static final byte[] LPOP_WORD = Text.bytes("LPOP");
    private static final byte[] RPOP_WORD = Text.bytes("RPOP");
    private static final byte[] LMOVE_WORD = Text.bytes("LMOVE");
    private static final byte[] RPOPLPUSH_WORD = Text.bytes("RPOPLPUSH");
    private static final byte[] LEFT = Text.bytes("left");
    private static final byte[] RIGHT = Text.bytes("right");
    private static final byte[] COUNT = Text.bytes("count");

    private final ListValue lists;
    private final WaitingCommands waiting;
    private final ListCursor cursor = new ListCursor();

    PopCommands(ListValue lists, WaitingCommands waiting) {
        this.lists = lists;
        this.waiting = waiting;
    }

    void register(CommandTable table) {
        table.add("LPOP", call -> pop(call, true));
        table.add("RPOP", call -> pop(call, false));
        table.add("LMPOP", call -> popMany(call, false));
        table.add("LMOVE", this::move);
        table.add("RPOPLPUSH", call -> move(call, false, true));
        table.add("BLPOP", call -> waitAndPop(call, true));
        table.add("BRPOP", call -> waitAndPop(call, false));
        table.add("BLMPOP", call -> popMany(call, true));
        table.add("BLMOVE", this::waitAndMove);
        table.add("BRPOPLPUSH", call -> waitAndMove(call, false, true, WaitingCommands.untilMs(call, 3)));
    }

    /** The name of the event of taking away at one end. */
    static byte[] popEvent(boolean atHead) {
        return atHead ? LPOP : RPOP;
    }

    /** Replies one element, or an array with a count. Errors: WRONGTYPE, count. Redis: popGenericCommand. */
    private void pop(Call call, boolean atHead) {
        boolean hasCount = call.argCount() == 3;
        if (call.argCount() > 3) {
            call.fail(Errors.wrongArity(call.row().fullName()));
        }
        long count = hasCount ? call.integer(2, Errors.MUST_BE_POSITIVE) : 1;
        if (count < 0) {
            call.fail(Errors.MUST_BE_POSITIVE);
        }
        if (call.failed()) {
            return;
        }
        Key key = call.writeTyped(1, ValueType.LIST);
        if (call.failed()) {
            return;
        }
        if (!key.exists()) {
            if (hasCount) {
                call.reply().nilArray();
            } else {
                call.reply().nil();
            }
        } else if (hasCount) {
            popArray(call, key, atHead, count);
        } else {
            take(call, lists.open(key), atHead, 1);
            removed(call, key, atHead, 1);
        }
    }

    /** Takes up to {@code count} elements away and replies them as an array; how many. */
    private long popArray(Call call, Key key, boolean atHead, long count) {
        ListValue list = lists.open(key);
        long taken = Math.min(count, list.length());
        call.reply().array(taken);
        if (taken > 0) {
            take(call, list, atHead, taken);
            removed(call, key, atHead, taken);
        }
        return taken;
    }

    private void take(Call call, ListValue list, boolean atHead, long count) {
        list.seek(cursor, atHead ? 0 : -1);
        if (count == 1) {
            cursor.reply(call.reply());
            list.deleteThenNext(cursor);
            return;
        }
        for (long i = 0; i < count; i++) {
            cursor.reply(call.reply());
            if (atHead) {
                cursor.next();
            } else {
                cursor.previous();
            }
        }
        list.deleteRange(atHead ? 0 : list.length() - count, count);
    }

    private void removed(Call call, Key key, boolean atHead, long count) {
        ListCommands.removed(call, lists, key, popEvent(atHead), count);
    }

    // Several keys

    /** Replies the first key that is not empty with up to count elements, or null. Redis: lmpopGenericCommand. */
    private void popMany(Call call, boolean waits) {
        Args args = call.args();
        int at = waits ? 2 : 1;
        long keys = call.atLeastOne(at, Errors.NUMKEYS_NOT_POSITIVE);
        int whereIndex = (int) Math.min(at + 1 + keys, args.count());
        boolean atHead = whereIndex < args.count() && isHead(call, whereIndex);
        if (whereIndex == args.count()) {
            call.fail(Errors.SYNTAX);
        }
        long count = 1;
        if (args.count() > whereIndex + 1) {
            if (args.count() != whereIndex + 3 || !args.is(whereIndex + 1, COUNT)) {
                call.fail(Errors.SYNTAX);
            } else {
                count = call.atLeastOne(whereIndex + 2, Errors.COUNT_NOT_POSITIVE);
            }
        }
        long until = waits ? WaitingCommands.untilMs(call, 1) : 0;
        Key key = WaitingCommands.firstKey(call, ValueType.LIST, at + 1, (int) keys);
        if (call.failed()) {
            return;
        }
        if (key == null) {
            waiting.giveUpOrAwait(call, ValueType.LIST, waits, at + 1, (int) keys, until);
            return;
        }
        call.reply().array(2);
        call.reply().bulk(key.address(), key.length());
        long taken = popArray(call, key, atHead, count);
        beginPop(call, key, atHead, 3).integer(taken);
    }

    /** Replies the first key that is not empty and its element, or waits. Redis: blockingPopGenericCommand. */
    private void waitAndPop(Call call, boolean atHead) {
        int keys = call.argCount() - 2;
        long until = WaitingCommands.untilMs(call, call.argCount() - 1);
        Key key = WaitingCommands.firstKey(call, ValueType.LIST, 1, keys);
        if (call.failed()) {
            return;
        }
        if (key == null) {
            waiting.giveUpOrAwait(call, ValueType.LIST, true, 1, keys, until);
            return;
        }
        call.reply().array(2);
        call.reply().bulk(key.address(), key.length());
        take(call, lists.open(key), atHead, 1);
        removed(call, key, atHead, 1);
        beginPop(call, key, atHead, 2);
    }

    private static Propagator beginPop(Call call, Key key, boolean atHead, int words) {
        byte[] name = atHead ? LPOP_WORD : RPOP_WORD;
        return call.rewrite().begin(call.database(), words).word(name).bytes(key.address(), key.length());
    }

    // From list to list

    private void move(Call call) {
        boolean fromHead = isHead(call, 3);
        boolean toHead = isHead(call, 4);
        move(call, fromHead, toHead);
    }

    private void waitAndMove(Call call) {
        boolean fromHead = isHead(call, 3);
        boolean toHead = isHead(call, 4);
        waitAndMove(call, fromHead, toHead, call.failed() ? 0 : WaitingCommands.untilMs(call, 5));
    }

    private void waitAndMove(Call call, boolean fromHead, boolean toHead, long until) {
        if (call.failed()) {
            return;
        }
        int mark = call.keyMark();
        boolean exists = call.writeTyped(1, ValueType.LIST).exists();
        call.releaseKeys(mark);
        if (!exists && !call.client().is(ClientFlag.DENY_BLOCKING)) {
            waiting.await(call, ValueType.LIST, 1, 1, until);
            return;
        }
        move(call, fromHead, toHead);
        if (call.dirty() > 0) {
            repeatMove(call);
        }
    }

    private static void repeatMove(Call call) {
        Args args = call.args();
        boolean hasEnds = args.count() == 6;
        int words = hasEnds ? 5 : 3;
        Propagator repeated = call.rewrite().begin(call.database(), words);
        repeated.word(hasEnds ? LMOVE_WORD : RPOPLPUSH_WORD);
        for (int i = 1; i < words; i++) {
            repeated.bytes(args.address(i), args.length(i));
        }
    }

    /** Whether an argument names the head of a list; latches an error unless it names one end. */
    static boolean isHead(Call call, int index) {
        boolean isHead = call.args().is(index, LEFT);
        if (!isHead && !call.args().is(index, RIGHT)) {
            call.fail(Errors.SYNTAX);
        }
        return isHead;
    }

    /** Replies the moved element, or null. Source and target may be one list. Redis: lmoveGenericCommand. */
    private void move(Call call, boolean fromHead, boolean toHead) {
        if (call.failed()) {
            return;
        }
        Key source = call.writeTyped(1, ValueType.LIST);
        if (!source.exists()) {
            call.reply().nil();
            return;
        }
        Key target = isOneKey(call.args()) ? source : call.writeTyped(2, ValueType.LIST);
        if (call.failed()) {
            return;
        }
        ListValue list = lists.open(source);
        list.seek(cursor, fromHead ? 0 : -1);
        long length = cursor.textLength();
        long text = call.scratch(Math.max(length, Numbers.MAX_LONG_DIGITS));
        copyText(text, length);
        list.deleteThenNext(cursor);
        lists.open(target);
        list.grow(length, 1);
        list.push(toHead, text, length);
        call.changed(target, KeyEvent.LIST, ListCommands.pushEvent(toHead));
        call.dirty(-1);
        // A new target may have moved what the source key is bound to.
        Key rest = target == source ? source : call.peek(1);
        lists.open(rest);
        removed(call, rest, fromHead, 1);
        ReplyBuilder reply = call.reply();
        reply.bulk(text, length);
    }

    /** Whether source and target are the same key. */
    static boolean isOneKey(Args args) {
        int length = args.length(1);
        return length == args.length(2) && Mem.isEqual(args.address(1), args.address(2), length);
    }

    private void copyText(long text, long length) {
        if (cursor.isInteger()) {
            Numbers.write(text, cursor.integer());
        } else {
            Mem.initCopy(cursor.address(), text, length);
        }
    }
}
