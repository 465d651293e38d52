package dev.spinel.engine.type.list;

import dev.spinel.engine.client.ClientFlag;
import dev.spinel.engine.command.Call;
import dev.spinel.engine.command.CommandTable;
import dev.spinel.engine.command.WaitingCommands;
import dev.spinel.engine.keyspace.Key;
import dev.spinel.engine.keyspace.KeyEvent;
import dev.spinel.engine.keyspace.ValueType;
import dev.spinel.engine.propagate.Propagator;
import dev.spinel.engine.resp.Args;
import dev.spinel.engine.resp.Errors;
import dev.spinel.engine.resp.Numbers;
import dev.spinel.engine.resp.Text;

/**
 * Several elements from list to list, at once or when there are enough: rows and methods of LMOVEM and BLMOVEM. What
 * waited is repeated as its form that does not. Source: documentation of Redis 8.10.
 */
final class MoveCommands {
    private static final byte[] LMOVEM = Text.bytes("LMOVEM");
    private static final byte[] EXACTLY_WORD = Text.bytes("EXACTLY");
    private static final byte[] OBO_WORD = Text.bytes("OBO");
    private static final byte[] BULK_WORD = Text.bytes("BULK");
    private static final byte[] COUNT = Text.bytes("count");
    private static final byte[] EXACTLY = Text.bytes("exactly");
    private static final byte[] OBO = Text.bytes("obo");
    private static final byte[] BULK = Text.bytes("bulk");

    private final ListValue lists;
    private final WaitingCommands waiting;
    private final ListCursor cursor = new ListCursor();
    /** What is on its way, in the order of the source. */
    private final Args moved = new Args();
    private boolean fromHead;
    private boolean toHead;
    private boolean isExact;
    private boolean isBulk;
    private long wanted;

    MoveCommands(ListValue lists, WaitingCommands waiting) {
        this.lists = lists;
        this.waiting = waiting;
    }

    void register(CommandTable table) {
        table.add("LMOVEM", this::moveMany);
        table.add("BLMOVEM", this::waitAndMove);
    }

    private void moveMany(Call call) {
        parse(call, 5);
        Key source = call.failed() ? null : call.writeTyped(1, ValueType.LIST);
        if (!call.failed()) {
            move(call, source);
        }
    }

    private void waitAndMove(Call call) {
        parse(call, 6);
        long until = call.failed() ? 0 : WaitingCommands.untilMs(call, 5);
        Key source = call.failed() ? null : call.writeTyped(1, ValueType.LIST);
        if (call.failed()) {
            return;
        }
        if (!hasEnough(source) && !call.client().is(ClientFlag.DENY_BLOCKING)) {
            waiting.await(call, ValueType.LIST, 1, 1, until);
            return;
        }
        long count = move(call, source);
        if (count > 0) {
            repeat(call, count);
        }
    }

    private void repeat(Call call, long count) {
        Args args = call.args();
        Propagator propagator = call.rewrite().begin(call.database(), 8).word(LMOVEM);
        for (int i = 1; i < 5; i++) {
            propagator.bytes(args.address(i), args.length(i));
        }
        propagator.word(EXACTLY_WORD).integer(count).word(isBulk ? BULK_WORD : OBO_WORD);
    }

    private void parse(Call call, int optionsIndex) {
        Args args = call.args();
        fromHead = PopCommands.isHead(call, 3);
        toHead = PopCommands.isHead(call, 4);
        isExact = false;
        isBulk = false;
        wanted = 1;
        int options = args.count() - optionsIndex;
        if (options == 0) {
            return;
        }
        isExact = options == 3 && args.is(optionsIndex, EXACTLY);
        isBulk = options == 3 && args.is(optionsIndex + 2, BULK);
        boolean isKnown = options == 3 && (isExact || args.is(optionsIndex, COUNT))
            && (isBulk || args.is(optionsIndex + 2, OBO));
        if (!isKnown) {
            call.fail(Errors.SYNTAX);
        }
        wanted = call.atLeastOne(optionsIndex + 1, Errors.COUNT_NOT_POSITIVE);
    }

    private boolean hasEnough(Key source) {
        return source.exists() && (!isExact || lists.open(source).length() >= wanted);
    }

    /**
     * Replies what was moved in the order of the target, null when it cannot be exactly as many as wanted; how many.
     * Source and target may be one list.
     */
    private long move(Call call, Key source) {
        if (!hasEnough(source)) {
            if (isExact) {
                call.reply().nilArray();
            } else {
                call.reply().array(0);
            }
            return 0;
        }
        Key target = PopCommands.isOneKey(call.args()) ? source : call.writeTyped(2, ValueType.LIST);
        if (call.failed()) {
            return 0;
        }
        take(call, lists.open(source));
        int count = moved.count();
        put(lists.open(target));
        call.changed(target, KeyEvent.LIST, ListCommands.pushEvent(toHead));
        call.dirty(-1);
        // A new target may have moved what the source key is bound to.
        Key rest = target == source ? source : call.peek(1);
        ListCommands.removed(call, lists.open(rest), rest, PopCommands.popEvent(fromHead), count);
        call.reply().array(count);
        for (int i = 0; i < count; i++) {
            int at = sourceIndex(i);
            call.reply().bulk(moved.address(at), moved.length(at));
        }
        moved.clear();
        return count;
    }

    private void take(Call call, ListValue list) {
        long count = Math.min(wanted, list.length());
        long first = fromHead ? 0 : list.length() - count;
        long digits = call.scratch(Numbers.MAX_LONG_DIGITS);
        list.seek(cursor, first);
        for (long i = 0; i < count; i++) {
            if (cursor.isInteger()) {
                moved.addCopy(digits, Numbers.write(digits, cursor.integer()));
            } else {
                moved.addCopy(cursor.address(), cursor.length());
            }
            cursor.next();
        }
        list.deleteRange(first, count);
    }

    private void put(ListValue list) {
        int count = moved.count();
        list.grow(moved.totalBytes(), count);
        for (int i = 0; i < count; i++) {
            int at = sourceIndex(toHead ? count - 1 - i : i);
            list.push(toHead, moved.address(at), moved.length(at));
        }
    }

    /** Which of what was taken comes to a place in the target: one by one, the same end turns the order around. */
    private int sourceIndex(int targetIndex) {
        boolean isReversed = !isBulk && fromHead == toHead;
        return isReversed ? moved.count() - 1 - targetIndex : targetIndex;
    }
}
