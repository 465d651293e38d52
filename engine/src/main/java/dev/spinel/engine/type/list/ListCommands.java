package dev.spinel.engine.type.list;

import dev.spinel.engine.command.Call;
import dev.spinel.engine.command.CommandTable;
import dev.spinel.engine.command.WaitingCommands;
import dev.spinel.engine.keyspace.Key;
import dev.spinel.engine.keyspace.KeyEvent;
import dev.spinel.engine.keyspace.ValueType;
import dev.spinel.engine.resp.Args;
import dev.spinel.engine.resp.Errors;
import dev.spinel.engine.resp.Text;

/** Rows and methods of the list group that add, read or replace; the others are registered from here. */
public final class ListCommands {
    private static final byte[] LPUSH = KeyEvent.name("lpush");
    private static final byte[] RPUSH = KeyEvent.name("rpush");
    private static final byte[] LSET = KeyEvent.name("lset");
    private static final byte[] LTRIM = KeyEvent.name("ltrim");
    private static final byte[] LINSERT = KeyEvent.name("linsert");
    private static final byte[] BEFORE = Text.bytes("before");
    private static final byte[] AFTER = Text.bytes("after");

    private final ListValue lists;
    private final ListCursor cursor = new ListCursor();

    private ListCommands(ListValue lists) {
        this.lists = lists;
    }

    /**
     * Adds the commands of this room and its type.
     *
     * @param lists the flyweight all of them share
     */
    public static void register(CommandTable table, ListValue lists, WaitingCommands waiting) {
        ValueType.register(new ListType(lists));
        new ListCommands(lists).register(table);
        new PopCommands(lists, waiting).register(table);
        new MoveCommands(lists, waiting).register(table);
        new ListSearch(lists).register(table);
    }

    private void register(CommandTable table) {
        table.add("LPUSH", call -> push(call, true, false));
        table.add("RPUSH", call -> push(call, false, false));
        table.add("LPUSHX", call -> push(call, true, true));
        table.add("RPUSHX", call -> push(call, false, true));
        table.add("LLEN", this::length);
        table.add("LINDEX", this::index);
        table.add("LRANGE", this::range);
        table.add("LSET", this::set);
        table.add("LTRIM", this::trim);
        table.add("LINSERT", this::insert);
    }

    /** The name of the event of adding at one end. */
    static byte[] pushEvent(boolean atHead) {
        return atHead ? LPUSH : RPUSH;
    }

    /** Replies the new length; 0 when the list must exist and does not. Redis: pushGenericCommand. */
    private void push(Call call, boolean atHead, boolean mustExist) {
        Key key = call.writeTyped(1, ValueType.LIST);
        if (call.failed()) {
            return;
        }
        if (mustExist && !key.exists()) {
            call.reply().integer(0);
            return;
        }
        Args args = call.args();
        int count = args.count();
        long bytes = 0;
        for (int i = 2; i < count; i++) {
            bytes += args.length(i);
        }
        ListValue list = lists.open(key);
        list.grow(bytes, count - 2);
        for (int i = 2; i < count; i++) {
            list.push(atHead, args.address(i), args.length(i));
        }
        call.changed(key, KeyEvent.LIST, pushEvent(atHead));
        call.dirty(count - 3);
        call.reply().integer(list.length());
    }

    private void length(Call call) {
        Key key = call.read(1, 0, ValueType.LIST);
        if (call.failed()) {
            return;
        }
        call.reply().integer(lists.open(key).length());
    }

    /** Replies one element, or null. Redis: lindexCommand. */
    private void index(Call call) {
        Key key = call.read(1, 0, ValueType.LIST);
        if (!key.exists() && !call.failed()) {
            call.reply().nil();
            return;
        }
        long index = call.integer(2);
        if (call.failed()) {
            return;
        }
        if (lists.open(key).seek(cursor, index)) {
            cursor.reply(call.reply());
        } else {
            call.reply().nil();
        }
    }

    /** Replies the elements from start to end, both inclusive, negative ones from the end. Redis: lrangeCommand. */
    private void range(Call call) {
        long start = call.integer(2);
        long end = call.integer(3);
        if (call.failed()) {
            return;
        }
        Key key = call.read(1, 0, ValueType.LIST);
        if (call.failed()) {
            return;
        }
        ListValue list = lists.open(key);
        long length = list.length();
        long from = Math.max(start < 0 ? start + length : start, 0);
        long to = Math.min(end < 0 ? end + length : end, length - 1);
        long count = to < from ? 0 : to - from + 1;
        call.reply().array(count);
        if (count > 0) {
            list.seek(cursor, from);
        }
        for (long i = 0; i < count; i++) {
            cursor.reply(call.reply());
            cursor.next();
        }
    }

    /** Errors: no such key, WRONGTYPE, index out of range. Redis: lsetCommand. */
    private void set(Call call) {
        Key key = call.writeTyped(1, ValueType.LIST);
        if (!key.exists()) {
            call.fail(Errors.NO_SUCH_KEY);
        }
        long index = call.integer(2);
        if (call.failed()) {
            return;
        }
        Args args = call.args();
        ListValue list = lists.open(key);
        list.grow(args.length(3), 1);
        if (!list.seek(cursor, index)) {
            call.fail(Errors.INDEX_OUT_OF_RANGE);
            return;
        }
        list.set(cursor, args.address(3), args.length(3));
        list.shrink();
        call.changed(key, KeyEvent.LIST, LSET);
        call.reply().ok();
    }

    /** Keeps the elements from start to end. Redis: ltrimCommand. */
    private void trim(Call call) {
        long start = call.integer(2);
        long end = call.integer(3);
        if (call.failed()) {
            return;
        }
        Key key = call.writeTyped(1, ValueType.LIST);
        if (call.failed()) {
            return;
        }
        call.reply().ok();
        if (!key.exists()) {
            return;
        }
        ListValue list = lists.open(key);
        long length = list.length();
        long from = Math.max(start < 0 ? start + length : start, 0);
        long to = Math.min(end < 0 ? end + length : end, length - 1);
        boolean isEmpty = from > to;
        long before = isEmpty ? length : from;
        long behind = isEmpty ? 0 : length - to - 1;
        list.deleteRange(0, before);
        list.deleteRange(length - before - behind, behind);
        removed(call, list, key, LTRIM, before + behind);
    }

    /** Announces that {@code count} elements were taken away, and removes the key if they were all. */
    static void removed(Call call, ListValue list, Key key, byte[] event, long count) {
        call.event(key, KeyEvent.LIST, event);
        list.shrink();
        if (!key.exists()) {
            call.event(key, KeyEvent.GENERIC, KeyEvent.DEL);
        }
        call.changed(key);
        call.dirty(count - 1);
    }

    /** Replies the new length, -1 without the pivot, 0 without the key. Errors: syntax, WRONGTYPE. */
    private void insert(Call call) {
        Args args = call.args();
        boolean isAfter = args.is(2, AFTER);
        if (!isAfter && !args.is(2, BEFORE)) {
            call.fail(Errors.SYNTAX);
            return;
        }
        Key key = call.writeTyped(1, ValueType.LIST);
        if (call.failed()) {
            return;
        }
        if (!key.exists()) {
            call.reply().integer(0);
            return;
        }
        ListValue list = lists.open(key);
        list.grow(args.length(4), 1);
        boolean isThere = list.seek(cursor, 0);
        while (isThere && !cursor.isText(args.address(3), args.length(3))) {
            isThere = cursor.next();
        }
        if (isThere) {
            list.insert(cursor, isAfter, args.address(4), args.length(4));
            call.changed(key, KeyEvent.LIST, LINSERT);
        }
        call.reply().integer(isThere ? list.length() : -1);
    }
}
