package dev.spinel.engine.type.array;

import dev.spinel.engine.command.Call;
import dev.spinel.engine.command.CommandTable;
import dev.spinel.engine.keyspace.Key;
import dev.spinel.engine.keyspace.KeyEvent;
import dev.spinel.engine.keyspace.ValueType;
import dev.spinel.engine.resp.Args;
import dev.spinel.engine.resp.Errors;
import dev.spinel.engine.struct.array.SliceLimits;
import dev.spinel.engine.struct.array.SparseArray;

/** Rows and methods of the array group that name indexes; the others are registered from here. */
public final class ArrayCommands {
    private static final byte[] ARSET = KeyEvent.name("arset");
    private static final byte[] ARMSET = KeyEvent.name("armset");
    private static final byte[] ARDEL = KeyEvent.name("ardel");
    private static final byte[] ARDELRANGE = KeyEvent.name("ardelrange");
    private static final byte[] INDEX_OVERFLOW = Errors.bytes("ERR array index overflow");

    private final ArrayValue value;
    private final ArrayIndex index = new ArrayIndex();

    private ArrayCommands(SliceLimits limits) {
        value = new ArrayValue(limits);
    }

    /** Adds the commands of this room and its type; answers the limits the settings go to. */
    public static SliceLimits register(CommandTable table) {
        SliceLimits limits = new SliceLimits();
        ValueType.register(new ArrayType(limits));
        new ArrayCommands(limits).addRows(table);
        new RangeCommands(limits).register(table);
        new AppendCommands(limits).register(table);
        new GrepCommand(limits).register(table);
        new FoldCommand(limits).register(table);
        new InfoCommand(limits).register(table);
        return limits;
    }

    private void addRows(CommandTable table) {
        table.add("ARSET", this::set);
        table.add("ARMSET", this::setMany);
        table.add("ARGET", this::get);
        table.add("ARMGET", this::getMany);
        table.add("ARDEL", this::delete);
        table.add("ARDELRANGE", this::deleteRanges);
        table.add("ARLEN", this::length);
        table.add("ARCOUNT", this::count);
    }

    /** Replies how many of the places were empty. Errors: index, WRONGTYPE. Redis: arsetCommand. */
    private void set(Call call) {
        Args args = call.args();
        long first = index.parse(call, 2);
        int count = args.count() - 3;
        long last = first + count - 1;
        if (Long.compareUnsigned(last, first) < 0 || last == ArrayIndex.BEYOND) {
            call.fail(INDEX_OVERFLOW);
        }
        Key key = call.failed() ? null : call.writeTyped(1, ValueType.ARRAY);
        if (call.failed()) {
            return;
        }
        SparseArray array = value.open(call, key).create();
        long added = 0;
        for (int i = 0; i < count; i++) {
            added += array.put(first + i, args.address(i + 3), args.length(i + 3), count - 1L - i) ? 1 : 0;
        }
        announce(call, key, ARSET, count);
        call.reply().integer(added);
    }

    /** As {@link #set}, at several indexes. Redis: armsetCommand. */
    private void setMany(Call call) {
        Args args = call.args();
        checkPairs(call);
        for (int i = 2; i < args.count() && !call.failed(); i += 2) {
            index.parse(call, i);
        }
        Key key = call.failed() ? null : call.writeTyped(1, ValueType.ARRAY);
        if (call.failed()) {
            return;
        }
        SparseArray array = value.open(call, key).create();
        long added = 0;
        for (int i = 2; i < args.count(); i += 2) {
            added += array.put(index.parse(call, i), args.address(i + 1), args.length(i + 1), 0) ? 1 : 0;
        }
        announce(call, key, ARMSET, (args.count() - 2L) / 2);
        call.reply().integer(added);
    }

    private static void checkPairs(Call call) {
        if (call.argCount() % 2 != 0) {
            call.fail(Errors.wrongArity(call.row().fullName()));
        }
    }

    private static void announce(Call call, Key key, byte[] event, long changes) {
        call.changed(key, KeyEvent.ARRAY, event);
        call.dirty(changes - 1);
    }

    /** Replies an element, or null where none is. Redis: argetCommand. */
    private void get(Call call) {
        Key key = call.read(1, 0, ValueType.ARRAY);
        if (call.failed()) {
            return;
        }
        long at = index.parse(call, 2);
        if (!call.failed()) {
            value.open(call, key).reply(call.reply(), value.get(at));
        }
    }

    /** Replies the element at each index. Redis: armgetCommand. */
    private void getMany(Call call) {
        Key key = call.read(1, 0, ValueType.ARRAY);
        for (int i = 2; i < call.argCount() && !call.failed(); i++) {
            index.parse(call, i);
        }
        if (call.failed()) {
            return;
        }
        value.open(call, key);
        call.reply().array(call.argCount() - 2);
        for (int i = 2; i < call.argCount(); i++) {
            value.reply(call.reply(), value.get(index.parse(call, i)));
        }
    }

    /** Replies how many elements went; the last one takes the key along. Redis: ardelCommand. */
    private void delete(Call call) {
        for (int i = 2; i < call.argCount() && !call.failed(); i++) {
            index.parse(call, i);
        }
        Key key = openToDelete(call);
        if (key == null) {
            return;
        }
        long deleted = 0;
        for (int i = 2; i < call.argCount(); i++) {
            deleted += value.array().remove(index.parse(call, i)) ? 1 : 0;
        }
        finishDeletion(call, key, ARDEL, deleted);
    }

    /** As {@link #delete}, by ranges whose ends may come in either order. Redis: ardelrangeCommand. */
    private void deleteRanges(Call call) {
        checkPairs(call);
        for (int i = 2; i < call.argCount() && !call.failed(); i++) {
            index.parse(call, i);
        }
        Key key = openToDelete(call);
        if (key == null) {
            return;
        }
        long deleted = 0;
        for (int i = 2; i < call.argCount(); i += 2) {
            long start = index.parse(call, i);
            long end = index.parse(call, i + 1);
            boolean isUp = Long.compareUnsigned(start, end) <= 0;
            deleted += value.array().removeRange(isUp ? start : end, isUp ? end : start);
        }
        finishDeletion(call, key, ARDELRANGE, deleted);
    }

    /** Opens the array of the key; null after an error, and after the reply to a key that is absent. */
    private Key openToDelete(Call call) {
        Key key = call.failed() ? null : call.writeTyped(1, ValueType.ARRAY);
        if (call.failed()) {
            return null;
        }
        if (!value.open(call, key).exists()) {
            call.reply().integer(0);
            return null;
        }
        return key;
    }

    private void finishDeletion(Call call, Key key, byte[] event, long deleted) {
        if (deleted > 0) {
            boolean isGone = value.deleteIfEmpty();
            announce(call, key, event, deleted);
            if (isGone) {
                call.event(key, KeyEvent.GENERIC, KeyEvent.DEL);
            }
        }
        call.reply().integer(deleted);
    }

    /** Replies one more than the largest index in use. Redis: arlenCommand. */
    private void length(Call call) {
        Key key = call.read(1, 0, ValueType.ARRAY);
        if (!call.failed()) {
            ArrayIndex.reply(call.reply(), value.open(call, key).length());
        }
    }

    private void count(Call call) {
        Key key = call.read(1, 0, ValueType.ARRAY);
        if (!call.failed()) {
            call.reply().integer(value.open(call, key).count());
        }
    }
}
