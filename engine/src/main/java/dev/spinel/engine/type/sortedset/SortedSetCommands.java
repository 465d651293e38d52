package dev.spinel.engine.type.sortedset;

import dev.spinel.engine.command.Call;
import dev.spinel.engine.command.CommandTable;
import dev.spinel.engine.command.WaitingCommands;
import dev.spinel.engine.command.ScanCursor;
import dev.spinel.engine.command.ScanOptions;
import dev.spinel.engine.keyspace.Key;
import dev.spinel.engine.keyspace.KeyEvent;
import dev.spinel.engine.keyspace.Keyspace;
import dev.spinel.engine.keyspace.ValueType;
import dev.spinel.engine.port.Entropy;
import dev.spinel.engine.resp.Args;
import dev.spinel.engine.resp.Errors;
import dev.spinel.engine.resp.ReplyBuilder;
import dev.spinel.engine.resp.Text;

/** Rows and methods of the sorted-set group that work on members by name; the others are registered from here. */
public final class SortedSetCommands {
    private static final byte[] ZREM = KeyEvent.name("zrem");
    private static final byte[] WITHSCORE = Text.bytes("withscore");

    /** Steps of a scan for every member asked for before an answer is given anyway. */
    private static final int STEPS_PER_MEMBER = 10;

    private final SortedSetValue set;
    private final SortedSetCursor cursor = new SortedSetCursor();

    private SortedSetCommands(Keyspace keyspace, SortedSetLimits limits) {
        set = new SortedSetValue(keyspace.hasher(), limits);
    }

    /** Adds the commands of this room and its type; answers the limits the settings go to. */
    public static SortedSetLimits register(CommandTable table, Keyspace keyspace, Entropy entropy,
            WaitingCommands waiting) {
        SortedSetLimits limits = new SortedSetLimits();
        ValueType.register(new SortedSetType(limits));
        new SortedSetCommands(keyspace, limits).register(table);
        new AddCommands(keyspace, limits).register(table);
        new RangeCommands(keyspace, limits).register(table);
        new PopCommands(keyspace, limits, waiting).register(table);
        new RandomMembers(keyspace, limits, entropy).register(table);
        new SortedSetAlgebra(keyspace, limits).register(table);
        return limits;
    }

    private void register(CommandTable table) {
        table.add("ZREM", this::remove);
        table.add("ZCARD", this::count);
        table.add("ZSCORE", this::score);
        table.add("ZMSCORE", this::scores);
        table.add("ZRANK", call -> rank(call, false));
        table.add("ZREVRANK", call -> rank(call, true));
        table.add("ZSCAN", this::scan);
    }

    /** Looks the sorted set in argument 1 up for reading; false when the command is over. */
    private boolean read(Call call) {
        set.open(call.read(1, 0, ValueType.SORTED_SET), call.scratch(SortedSetValue.BUFFER_BYTES));
        return !call.failed();
    }

    /** Replies how many members went; the last one takes the key along. Redis: zremCommand. */
    private void remove(Call call) {
        Key key = call.writeTyped(1, ValueType.SORTED_SET);
        if (call.failed()) {
            return;
        }
        Args args = call.args();
        set.open(key, call.scratch(SortedSetValue.BUFFER_BYTES));
        long removed = 0;
        for (int i = 2; i < args.count(); i++) {
            removed += set.remove(args.address(i), args.length(i)) ? 1 : 0;
        }
        removed(call, key, set, ZREM, removed);
        call.reply().integer(removed);
    }

    /** Announces that members went, and deletes the key when none are left. */
    static void removed(Call call, Key key, SortedSetValue set, byte[] event, long count) {
        if (count == 0) {
            return;
        }
        if (set.count() == 0) {
            key.delete();
        }
        call.changed(key, KeyEvent.SORTED_SET, event);
        call.dirty(count - 1);
        if (!key.exists()) {
            call.event(key, KeyEvent.GENERIC, KeyEvent.DEL);
        }
    }

    private void count(Call call) {
        if (read(call)) {
            call.reply().integer(set.count());
        }
    }

    /** Replies the score, or null. Errors: WRONGTYPE. Redis: zscoreCommand. */
    private void score(Call call) {
        if (read(call)) {
            score(call, 2);
        }
    }

    private void scores(Call call) {
        if (!read(call)) {
            return;
        }
        call.reply().array(call.argCount() - 2);
        for (int i = 2; i < call.argCount(); i++) {
            score(call, i);
        }
    }

    private void score(Call call, int index) {
        if (set.find(cursor, call.args().address(index), call.args().length(index))) {
            Scores.reply(call.reply(), cursor.score());
        } else {
            call.reply().nil();
        }
    }

    /** Replies the rank, with the score if wanted, or null. Redis: zrankGenericCommand. */
    private void rank(Call call, boolean isReverse) {
        boolean withScore = call.argCount() > 3;
        if (call.argCount() > 4) {
            call.fail(Errors.wrongArity(call.row().fullName()));
        } else if (withScore && !call.args().is(3, WITHSCORE)) {
            call.fail(Errors.SYNTAX);
        }
        if (call.failed() || !read(call)) {
            return;
        }
        ReplyBuilder reply = call.reply();
        if (!set.find(cursor, call.args().address(2), call.args().length(2))) {
            if (withScore) {
                reply.nilArray();
            } else {
                reply.nil();
            }
            return;
        }
        if (withScore) {
            reply.array(2);
        }
        long rank = set.rank(cursor);
        reply.integer(isReverse ? set.count() - 1 - rank : rank);
        if (withScore) {
            Scores.reply(reply, cursor.score());
        }
    }

    /** Replies the cursor 0 and all members that match with their scores. Redis: zscanCommand. */
    private void scan(Call call) {
        long from = ScanCursor.parse(call, 2);
        if (call.failed() || !read(call)) {
            return;
        }
        ScanOptions options = new ScanOptions();
        if (set.count() > 0) {
            options.parse(call, 3);
        }
        if (call.failed()) {
            return;
        }
        ReplyBuilder reply = call.reply();
        reply.array(2);
        if (set.count() > 0 && set.isScanned()) {
            scanTree(reply, options, from);
            return;
        }
        reply.bulkInteger(0);
        long start = reply.defer();
        long found = 0;
        for (boolean isThere = set.seek(cursor, 0); isThere; isThere = cursor.next()) {
            found += replyMatch(reply, options);
        }
        reply.closeArray(start, found);
    }

    /** As many steps as it takes to meet the members asked for; how many that are is known before the first one. */
    private void scanTree(ReplyBuilder reply, ScanOptions options, long from) {
        long next = from;
        long members = 0;
        long steps = 0;
        do {
            next = set.beginScan(cursor, next);
            members += set.scanned(cursor);
            steps++;
        } while (next != 0 && members < options.count() && steps / STEPS_PER_MEMBER < options.count());
        reply.bulk(Long.toUnsignedString(next));
        long start = reply.defer();
        long found = 0;
        next = from;
        for (; steps > 0; steps--) {
            next = set.beginScan(cursor, next);
            while (set.nextScanned(cursor)) {
                found += replyMatch(reply, options);
            }
        }
        reply.closeArray(start, found);
    }

    /** Replies the member the cursor is on with its score if it matches; how many elements that were. */
    private int replyMatch(ReplyBuilder reply, ScanOptions options) {
        if (!options.matches(cursor.address(), cursor.length())) {
            return 0;
        }
        cursor.reply(reply);
        cursor.replyStoredScore(reply);
        return 2;
    }
}
