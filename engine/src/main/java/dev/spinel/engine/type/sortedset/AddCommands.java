package dev.spinel.engine.type.sortedset;

import dev.spinel.engine.command.Call;
import dev.spinel.engine.command.CommandTable;
import dev.spinel.engine.keyspace.Key;
import dev.spinel.engine.keyspace.KeyEvent;
import dev.spinel.engine.keyspace.Keyspace;
import dev.spinel.engine.keyspace.ValueType;
import dev.spinel.engine.resp.Args;
import dev.spinel.engine.resp.Errors;
import dev.spinel.engine.resp.Text;

/** Members get scores: rows and methods of ZADD and ZINCRBY. One per engine. Source: zaddGenericCommand in t_zset.c. */
final class AddCommands {
    private static final byte[] ZADD = KeyEvent.name("zadd");
    private static final byte[] ZINCR = KeyEvent.name("zincr");
    private static final byte[] GT_LT_NX =
        Errors.bytes("ERR GT, LT, and/or NX options at the same time are not compatible");
    private static final byte[] INCR_SINGLE =
        Errors.bytes("ERR INCR option supports a single increment-element pair");

    private static final int NX = 1;
    private static final int XX = 1 << 1;
    private static final int GT = 1 << 2;
    private static final int LT = 1 << 3;
    private static final int CH = 1 << 4;
    private static final int INCR = 1 << 5;
    /** In the order of their bits. */
    private static final byte[][] WORDS = {
        Text.bytes("nx"), Text.bytes("xx"), Text.bytes("gt"), Text.bytes("lt"), Text.bytes("ch"), Text.bytes("incr"),
    };

    private final SortedSetValue set;
    private final SortedSetCursor cursor = new SortedSetCursor();
    private int flags;
    private int pairs;
    private int added;
    private int updated;
    private boolean isSkipped;
    private double result;

    AddCommands(Keyspace keyspace, SortedSetLimits limits) {
        set = new SortedSetValue(keyspace.hasher(), limits);
    }

    void register(CommandTable table) {
        table.add("ZADD", call -> add(call, 0));
        table.add("ZINCRBY", call -> add(call, INCR));
    }

    /** Replies how many are new, with CH how many changed, with INCR the score or null. */
    private void add(Call call, int given) {
        int first = parse(call, given);
        if (call.failed()) {
            return;
        }
        Key key = call.writeTyped(1, ValueType.SORTED_SET);
        if (call.failed()) {
            return;
        }
        added = 0;
        updated = 0;
        isSkipped = true;
        if (key.exists() || (flags & XX) == 0) {
            addPairs(call, key, first);
        }
        if (added + updated > 0) {
            call.changed(key, KeyEvent.SORTED_SET, (flags & INCR) != 0 ? ZINCR : ZADD);
            call.dirty(added + updated - 1);
        }
        if (!call.failed()) {
            reply(call);
        }
    }

    private void reply(Call call) {
        if ((flags & INCR) == 0) {
            call.reply().integer((flags & CH) != 0 ? added + updated : added);
        } else if (isSkipped) {
            call.reply().nil();
        } else {
            Scores.reply(call.reply(), result);
        }
    }

    /** Reads the options and checks every score; answers the index of the first one. */
    private int parse(Call call, int given) {
        Args args = call.args();
        int first = 2;
        flags = given;
        for (int flag = word(args, first); flag != 0; flag = first < args.count() ? word(args, first) : 0) {
            flags |= flag;
            first++;
        }
        int words = args.count() - first;
        pairs = words / 2;
        if (words % 2 != 0 || words == 0) {
            call.fail(Errors.SYNTAX);
        } else if ((flags & (NX | XX)) == (NX | XX)) {
            call.fail(Errors.XX_WITH_NX);
        } else if (Integer.bitCount(flags & (NX | GT | LT)) > 1) {
            call.fail(GT_LT_NX);
        } else if ((flags & INCR) != 0 && pairs > 1) {
            call.fail(INCR_SINGLE);
        }
        for (int i = first; i < args.count() && !call.failed(); i += 2) {
            Scores.parse(call, i, Errors.NOT_FLOAT);
        }
        return first;
    }

    private static int word(Args args, int index) {
        for (int i = 0; i < WORDS.length; i++) {
            if (args.is(index, WORDS[i])) {
                return 1 << i;
            }
        }
        return 0;
    }

    private void addPairs(Call call, Key key, int first) {
        Args args = call.args();
        set.open(key, call.scratch(SortedSetValue.BUFFER_BYTES)).expect(pairs, args.length(first + 1));
        for (int i = first; i < args.count() && !call.failed(); i += 2) {
            double score = Scores.parse(call, i, Errors.NOT_FLOAT);
            long member = args.address(i + 1);
            long length = args.length(i + 1);
            if (set.find(cursor, member, length)) {
                update(call, score, member, length);
            } else if ((flags & XX) == 0) {
                set.insert(score, member, length);
                added++;
                result = score;
                isSkipped = false;
            }
        }
    }

    private void update(Call call, double given, long member, long length) {
        if ((flags & NX) != 0) {
            return;
        }
        double old = cursor.score();
        double score = (flags & INCR) != 0 ? old + given : given;
        if (Double.isNaN(score)) {
            call.fail(Errors.RESULTING_SCORE_NAN);
            return;
        }
        if ((flags & GT) != 0 && score <= old || (flags & LT) != 0 && score >= old) {
            return;
        }
        result = score;
        isSkipped = false;
        if (score != old) {
            set.setScore(cursor, score, member, length);
            updated++;
        }
    }
}
