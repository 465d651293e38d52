package dev.spinel.engine.type.sortedset;

import dev.spinel.engine.command.Call;
import dev.spinel.engine.command.CommandTable;
import dev.spinel.engine.keyspace.Keyspace;
import dev.spinel.engine.keyspace.ValueType;
import dev.spinel.engine.port.Entropy;
import dev.spinel.engine.resp.Errors;
import dev.spinel.engine.resp.ReplyBuilder;
import dev.spinel.engine.resp.Text;
import org.agrona.collections.LongHashSet;

/**
 * Members drawn at random: the row and methods of ZRANDMEMBER. One per engine. Source: zrandmemberCommand in t_zset.c.
 */
final class RandomMembers {
    private static final byte[] WITHSCORES = Text.bytes("withscores");
    private static final byte[] RANGE = Errors.notInRange(-Long.MAX_VALUE, Long.MAX_VALUE);

    /** Below this part of all, members are drawn one by one. */
    private static final int DRAWN_PART = 3;

    private final SortedSetValue set;
    private final SortedSetCursor cursor = new SortedSetCursor();
    private final Entropy entropy;
    private boolean withScores;
    private boolean isNested;

    RandomMembers(Keyspace keyspace, SortedSetLimits limits, Entropy entropy) {
        set = new SortedSetValue(keyspace.hasher(), limits);
        this.entropy = entropy;
    }

    void register(CommandTable table) {
        table.add("ZRANDMEMBER", this::random);
    }

    /** Replies a member or null; with a count, that many, different ones unless it is negative. */
    private void random(Call call) {
        boolean isSingle = call.argCount() == 2;
        long count = isSingle ? 0 : count(call);
        if (call.failed()) {
            return;
        }
        set.open(call.read(1, 0, ValueType.SORTED_SET), call.scratch(SortedSetValue.BUFFER_BYTES));
        if (call.failed()) {
            return;
        }
        isNested = withScores && call.reply().version() >= 3;
        long members = set.count();
        if (isSingle) {
            one(call.reply(), members);
        } else if (count < 0 && members > 0) {
            repeatedly(call.reply(), members, -count);
        } else {
            distinct(call.reply(), members, Math.clamp(count, 0, members));
        }
    }

    private long count(Call call) {
        long count = call.integer(2);
        if (count == Long.MIN_VALUE) {
            call.fail(RANGE);
        }
        withScores = call.argCount() > 3;
        if (call.argCount() > 4 || withScores && !call.args().is(3, WITHSCORES)) {
            call.fail(Errors.SYNTAX);
        } else if (withScores && Math.abs(count) > Long.MAX_VALUE / 2) {
            call.fail(Errors.OUT_OF_RANGE);
        }
        return count;
    }

    private void one(ReplyBuilder reply, long members) {
        if (members == 0) {
            reply.nil();
            return;
        }
        set.seek(cursor, entropy.nextLong(members));
        cursor.reply(reply);
    }

    private void begin(ReplyBuilder reply, long count) {
        reply.array(withScores && !isNested ? count * 2 : count);
    }

    private void repeatedly(ReplyBuilder reply, long members, long count) {
        begin(reply, count);
        for (long i = 0; i < count && !reply.isAbandoned(); i++) {
            set.seek(cursor, entropy.nextLong(members));
            cursor.reply(reply, withScores, isNested);
        }
    }

    /** A small part of the members is drawn; of a larger one each gets the chance that yields {@code count} of them. */
    private void distinct(ReplyBuilder reply, long members, long count) {
        begin(reply, count);
        if (count < members / DRAWN_PART) {
            draw(reply, members, count);
            return;
        }
        long missing = count;
        boolean isThere = set.seek(cursor, 0);
        for (long left = members; isThere && missing > 0; left--) {
            if (entropy.nextLong(left) < missing) {
                cursor.reply(reply, withScores, isNested);
                missing--;
            }
            isThere = cursor.next();
        }
    }

    private void draw(ReplyBuilder reply, long members, long count) {
        LongHashSet drawn = new LongHashSet();
        while (drawn.size() < count) {
            long rank = entropy.nextLong(members);
            if (drawn.add(rank)) {
                set.seek(cursor, rank);
                cursor.reply(reply, withScores, isNested);
            }
        }
    }
}
