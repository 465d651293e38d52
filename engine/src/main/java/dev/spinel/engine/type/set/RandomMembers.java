package dev.spinel.engine.type.set;

import dev.spinel.engine.command.Call;
import dev.spinel.engine.command.CommandTable;
import dev.spinel.engine.keyspace.Entry;
import dev.spinel.engine.keyspace.Key;
import dev.spinel.engine.keyspace.KeyEvent;
import dev.spinel.engine.keyspace.Keyspace;
import dev.spinel.engine.keyspace.ValueType;
import dev.spinel.engine.port.Entropy;
import dev.spinel.engine.propagate.DeletionPropagator;
import dev.spinel.engine.propagate.Propagator;
import dev.spinel.engine.resp.Errors;
import dev.spinel.engine.resp.ReplyBuilder;
import dev.spinel.engine.resp.Text;
import dev.spinel.engine.struct.listpack.Decimal;

/** Members drawn at random: rows and methods of SPOP and SRANDMEMBER. One per engine. */
final class RandomMembers {
    private static final byte[] SPOP = KeyEvent.name("spop");
    private static final byte[] SREM_WORD = Text.bytes("SREM");
    private static final byte[] RANGE = Errors.notInRange(-Long.MAX_VALUE / 2, Long.MAX_VALUE / 2);
    /** Members one repeated SREM carries. */
    private static final long BATCH = 1024;
    /** From this share of the set on, a walk over all of it is cheaper than drawing until all are different. */
    private static final int WALK_SHARE = 3;

    private final SetValue set;
    private final SetValue drawn;
    private final SetCursor cursor = new SetCursor();
    private final Entropy entropy;

    RandomMembers(Keyspace keyspace, SetLimits limits, Entropy entropy) {
        set = new SetValue(keyspace.hasher(), limits);
        drawn = new SetValue(keyspace.hasher(), limits);
        this.entropy = entropy;
    }

    void register(CommandTable table) {
        table.add("SPOP", this::pop);
        table.add("SRANDMEMBER", this::random);
    }

    /** Replies the member that went, or null; repeated as SREM. Redis: spopCommand. */
    private void pop(Call call) {
        if (call.argCount() > 2) {
            popMany(call);
            return;
        }
        Key key = call.writeTyped(1, ValueType.SET);
        if (call.failed()) {
            return;
        }
        if (!key.exists()) {
            call.reply().nil();
            return;
        }
        cursor.random(set.open(key), call.scratch(Decimal.MAX_BYTES), entropy);
        cursor.reply(call.reply());
        cursor.repeat(beginRemoval(call, 1));
        removeCurrent();
        if (set.count() == 0) {
            key.delete();
        }
        announce(call, key, 1);
    }

    private void removeCurrent() {
        cursor.remove();
        if (set.slot().encoding() == Entry.HASHTABLE) {
            set.hash().shrink();
        }
    }

    private static Propagator beginRemoval(Call call, long members) {
        return call.rewrite().begin(call.database(), (int) members + 2).word(SREM_WORD)
            .bytes(call.args().address(1), call.args().length(1));
    }

    private static void announce(Call call, Key key, long members) {
        call.changed(key, KeyEvent.SET, SPOP);
        call.dirty(members - 1);
        if (!key.exists()) {
            call.event(key, KeyEvent.GENERIC, KeyEvent.DEL);
        }
    }

    /** Replies the members that went. All of them at once are repeated as DEL. Redis: spopWithCountCommand. */
    private void popMany(Call call) {
        long count = call.argCount() > 3 ? 0 : call.integer(2, Errors.MUST_BE_POSITIVE);
        if (call.argCount() > 3) {
            call.fail(Errors.SYNTAX);
        } else if (count < 0) {
            call.fail(Errors.MUST_BE_POSITIVE);
        }
        if (call.failed()) {
            return;
        }
        Key key = call.writeTyped(1, ValueType.SET);
        if (call.failed()) {
            return;
        }
        ReplyBuilder reply = call.reply();
        if (count == 0 || !key.exists()) {
            reply.set(0);
            return;
        }
        long members = set.open(key).count();
        long gone = Math.min(count, members);
        reply.set(gone);
        if (count >= members) {
            cursor.begin(set, call.scratch(Decimal.MAX_BYTES));
            while (cursor.next()) {
                cursor.reply(reply);
            }
            key.delete();
            byte[] deletion = DeletionPropagator.command(call.keyspace().lazyFree().onServerDelete());
            call.rewrite().begin(call.database(), 2).word(deletion)
                    .bytes(call.args().address(1), call.args().length(1));
        } else {
            draw(call, members, gone, true);
        }
        announce(call, key, gone);
    }

    /** Walks over the set and takes each member with the chance that yields exactly {@code wanted} of them. */
    private void draw(Call call, long members, long wanted, boolean removes) {
        long left = members;
        long missing = wanted;
        Propagator propagator = null;
        cursor.begin(set, call.scratch(Decimal.MAX_BYTES));
        while (missing > 0 && cursor.next()) {
            if (entropy.nextLong(left--) >= missing) {
                continue;
            }
            cursor.reply(call.reply());
            if (removes) {
                if ((wanted - missing) % BATCH == 0) {
                    propagator = beginRemoval(call, Math.min(BATCH, missing));
                }
                cursor.repeat(propagator);
                cursor.remove();
            }
            missing--;
        }
        if (removes && set.slot().encoding() == Entry.HASHTABLE) {
            set.hash().shrink();
        }
    }

    /**
     * Replies a member or null; with a count, that many, different ones unless it is negative. Redis:
     * srandmemberCommand.
     */
    private void random(Call call) {
        boolean isSingle = call.argCount() == 2;
        if (call.argCount() > 3) {
            call.fail(Errors.SYNTAX);
        }
        long count = isSingle || call.failed() ? 0 : call.integer(2);
        if (Math.abs(count) > Long.MAX_VALUE / 2 || count == Long.MIN_VALUE) {
            call.fail(RANGE);
        }
        if (call.failed()) {
            return;
        }
        set.open(call.read(1, 0, ValueType.SET));
        if (call.failed()) {
            return;
        }
        long members = set.count();
        if (isSingle) {
            randomOne(call, members);
        } else if (count < 0 && members > 0) {
            repeatedly(call, -count);
        } else {
            distinct(call, members, Math.min(Math.max(count, 0), members));
        }
    }

    private void randomOne(Call call, long members) {
        if (members == 0) {
            call.reply().nil();
            return;
        }
        cursor.random(set, call.scratch(Decimal.MAX_BYTES), entropy);
        cursor.reply(call.reply());
    }

    private void repeatedly(Call call, long count) {
        long text = call.scratch(Decimal.MAX_BYTES);
        call.reply().array(count);
        for (long i = 0; i < count && !call.reply().isAbandoned(); i++) {
            cursor.random(set, text, entropy);
            cursor.reply(call.reply());
        }
    }

    private void distinct(Call call, long members, long count) {
        call.reply().array(count);
        if (set.slot().encoding() != Entry.HASHTABLE || count * WALK_SHARE > members) {
            draw(call, members, count, false);
            return;
        }
        long text = call.scratch(Decimal.MAX_BYTES);
        drawn.openFree().expect(Long.MAX_VALUE, false);
        while (drawn.count() < count) {
            cursor.random(set, text, entropy);
            if (drawn.add(cursor.address(), cursor.length())) {
                cursor.reply(call.reply());
            }
        }
        drawn.discard();
    }
}
