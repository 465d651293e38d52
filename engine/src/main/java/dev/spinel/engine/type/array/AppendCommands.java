package dev.spinel.engine.type.array;

import dev.spinel.engine.command.Call;
import dev.spinel.engine.command.CommandTable;
import dev.spinel.engine.keyspace.Key;
import dev.spinel.engine.keyspace.KeyEvent;
import dev.spinel.engine.keyspace.ValueType;
import dev.spinel.engine.resp.Args;
import dev.spinel.engine.resp.Errors;
import dev.spinel.engine.resp.ReplyBuilder;
import dev.spinel.engine.resp.Text;
import dev.spinel.engine.struct.array.SliceLimits;
import dev.spinel.engine.struct.array.SparseArray;
import dev.spinel.engine.struct.array.Word;

/** Rows and methods around the place that is written next: ARINSERT, ARRING, ARNEXT, ARSEEK, ARLASTITEMS. */
final class AppendCommands {
    private static final byte[] ARINSERT = KeyEvent.name("arinsert");
    private static final byte[] ARRING = KeyEvent.name("arring");
    private static final byte[] ARSEEK = KeyEvent.name("arseek");
    private static final byte[] REV = Text.bytes("rev");
    private static final byte[] INSERT_OVERFLOW = Errors.bytes("ERR insert index overflow");
    private static final byte[] INVALID_SIZE = Errors.bytes("ERR invalid size");
    private static final byte[] SIZE_NOT_POSITIVE = Errors.bytes("ERR size must be positive");
    private static final byte[] INVALID_COUNT = Errors.bytes("ERR invalid COUNT");
    private static final byte[] TOO_MANY =
        Errors.bytes("ERR count exceeds maximum of " + RangeCommands.MAX_PLACES + " items");
    /** Where nothing was inserted yet. */
    private static final long UNSET = 0;

    private final ArrayValue value;
    private final SparseArray reworked;
    private final ArrayIndex index = new ArrayIndex();

    AppendCommands(SliceLimits limits) {
        value = new ArrayValue(limits);
        reworked = new SparseArray(limits);
    }

    void register(CommandTable table) {
        table.add("ARINSERT", this::insert);
        table.add("ARRING", this::ring);
        table.add("ARNEXT", this::next);
        table.add("ARSEEK", this::seek);
        table.add("ARLASTITEMS", this::lastItems);
    }

    /** Replies the index of the last value. Errors: WRONGTYPE, no indexes left. Redis: arinsertCommand. */
    private void insert(Call call) {
        Key key = call.writeTyped(1, ValueType.ARRAY);
        if (call.failed()) {
            return;
        }
        Args args = call.args();
        int count = args.count() - 2;
        long first = value.open(call, key).exists() ? value.array().mark() : UNSET;
        long next = first + count;
        if (first == ArrayIndex.BEYOND || Long.compareUnsigned(next - 1, first) < 0 || next == 0) {
            call.fail(INSERT_OVERFLOW);
            return;
        }
        SparseArray array = value.create();
        for (int i = 0; i < count; i++) {
            array.put(first + i, args.address(i + 2), args.length(i + 2), count - 1L - i);
        }
        array.note(next);
        announce(call, key, ARINSERT, count);
        ArrayIndex.reply(call.reply(), next - 1);
    }

    private static void announce(Call call, Key key, byte[] event, long changes) {
        call.changed(key, KeyEvent.ARRAY, event);
        call.dirty(changes - 1);
    }

    /** Replies the index of the last value, which is below the size. Redis: arringCommand. */
    private void ring(Call call) {
        long size = call.integer(2, INVALID_SIZE);
        if (size <= 0) {
            call.fail(SIZE_NOT_POSITIVE);
        }
        Key key = call.failed() ? null : call.writeTyped(1, ValueType.ARRAY);
        if (call.failed()) {
            return;
        }
        Args args = call.args();
        SparseArray array = value.open(call, key).create();
        fitRing(array, size);
        long at = 0;
        for (int i = 3; i < args.count(); i++) {
            at = Long.remainderUnsigned(array.mark(), size);
            array.put(at, args.address(i), args.length(i), 0);
            array.note(at + 1);
        }
        announce(call, key, ARRING, args.count() - 3L);
        call.reply().integer(at);
    }

    /**
     * Puts what a ring keeps when its size changes in the order of time: when it shrinks, and when it grows after it
     * was full once.
     */
    private void fitRing(SparseArray array, long size) {
        long span = array.length();
        long mark = array.mark();
        int order = Long.compareUnsigned(size, span);
        boolean isWrapped = mark != UNSET && Long.compareUnsigned(mark, span) < 0;
        if (span != 0 && (order < 0 || order > 0 && isWrapped)) {
            rework(array, span, order < 0 ? size : span);
        }
    }

    /** Keeps the newest elements up to the first gap, at most {@code most}, from index 0 on. */
    private void rework(SparseArray array, long span, long most) {
        long newest = array.mark() == UNSET ? span - 1 : Long.remainderUnsigned(array.mark() - 1, span);
        long kept = 0;
        long at = newest;
        while (Long.compareUnsigned(kept, most) < 0 && array.get(at) != Word.NONE) {
            kept++;
            at = at == 0 ? span - 1 : at - 1;
        }
        reworked.create();
        for (long i = 0; i < kept; i++) {
            at = at == span - 1 ? 0 : at + 1;
            array.moveTo(at, reworked);
        }
        reworked.note(kept);
        array.become(reworked);
    }

    /** Replies the index ARINSERT writes next, null when there is none left. Redis: arnextCommand. */
    private void next(Call call) {
        Key key = call.read(1, 0, ValueType.ARRAY);
        if (call.failed()) {
            return;
        }
        long mark = value.open(call, key).exists() ? value.array().mark() : UNSET;
        if (mark == ArrayIndex.BEYOND) {
            call.reply().nil();
        } else {
            ArrayIndex.reply(call.reply(), mark);
        }
    }

    /** Replies 1, or 0 when there is no array. Redis: arseekCommand. */
    private void seek(Call call) {
        long mark = index.parseAny(call, 2);
        Key key = call.failed() ? null : call.writeTyped(1, ValueType.ARRAY);
        if (call.failed()) {
            return;
        }
        if (!value.open(call, key).exists()) {
            call.reply().integer(0);
            return;
        }
        value.array().note(mark);
        announce(call, key, ARSEEK, 1);
        call.reply().integer(1);
    }

    /** Replies the places before the one that is written next, the oldest first. Redis: arlastitemsCommand. */
    private void lastItems(Call call) {
        long count = call.integer(2, INVALID_COUNT);
        if (call.failed() || count <= 0) {
            replyNone(call);
            return;
        }
        boolean isReversed = call.argCount() > 3;
        if (call.argCount() > 4) {
            call.fail(Errors.wrongArity(call.row().fullName()));
        } else if (isReversed && !call.args().is(3, REV)) {
            call.fail(Errors.SYNTAX);
        }
        Key key = call.failed() ? null : call.read(1, 0, ValueType.ARRAY);
        if (call.failed() || !value.open(call, key).exists()) {
            replyNone(call);
            return;
        }
        SparseArray array = value.array();
        long length = array.length();
        long places = Long.compareUnsigned(count, length) > 0 ? length : count;
        if (places > array.count() && places > RangeCommands.MAX_PLACES) {
            call.fail(TOO_MANY);
            return;
        }
        long newest = array.mark() == UNSET || Long.compareUnsigned(array.mark(), length) > 0 ? length - 1
            : array.mark() - 1;
        replyBackwards(call.reply(), newest, length, places, isReversed);
    }

    private static void replyNone(Call call) {
        if (!call.failed()) {
            call.reply().array(0);
        }
    }

    /** Replies so many places that end at the newest one, going around at both ends of the array. */
    private void replyBackwards(ReplyBuilder reply, long newest, long length, long places, boolean isReversed) {
        long behind = places - 1;
        boolean goesAround = Long.compareUnsigned(newest, behind) < 0;
        long at = isReversed ? newest : newest - behind + (goesAround ? length : 0);
        reply.array(places);
        for (long i = 0; i < places; i++) {
            value.reply(reply, value.get(at));
            if (isReversed) {
                at = at == 0 ? length - 1 : at - 1;
            } else {
                at = at == length - 1 ? 0 : at + 1;
            }
        }
    }
}
