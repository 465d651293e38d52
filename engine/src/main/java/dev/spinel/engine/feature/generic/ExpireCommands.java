package dev.spinel.engine.feature.generic;

import dev.spinel.engine.command.Call;
import dev.spinel.engine.command.CommandTable;
import dev.spinel.engine.keyspace.Key;
import dev.spinel.engine.keyspace.KeyEvent;
import dev.spinel.engine.keyspace.Keyspace;
import dev.spinel.engine.propagate.DeletionPropagator;
import dev.spinel.engine.propagate.Propagator;
import dev.spinel.engine.resp.Args;
import dev.spinel.engine.resp.Errors;
import dev.spinel.engine.resp.Text;

/** When keys go: rows and methods of EXPIRE, TTL and their kin. Source: expire.c. */
final class ExpireCommands {
    private static final int NX = 1;
    private static final int XX = 1 << 1;
    private static final int GT = 1 << 2;
    private static final int LT = 1 << 3;
    private static final byte[][] WORDS = {Text.bytes("nx"), Text.bytes("xx"), Text.bytes("gt"), Text.bytes("lt")};

    private static final byte[] NX_WITH_OTHERS =
        Errors.bytes("ERR NX and XX, GT or LT options at the same time are not compatible");
    private static final byte[] GT_WITH_LT =
        Errors.bytes("ERR GT and LT options at the same time are not compatible");
    private static final byte[] PEXPIREAT = Text.bytes("PEXPIREAT");
    private static final long ABSENT = -2;
    private static final long WITHOUT_EXPIRY = -1;

    private ExpireCommands() {}

    static void register(CommandTable table) {
        table.add("EXPIRE", call -> expire(call, call.nowMs(), 1000));
        table.add("PEXPIRE", call -> expire(call, call.nowMs(), 1));
        table.add("EXPIREAT", call -> expire(call, 0, 1000));
        table.add("PEXPIREAT", call -> expire(call, 0, 1));
        table.add("TTL", call -> replyExpiry(call, call.nowMs(), true));
        table.add("PTTL", call -> replyExpiry(call, call.nowMs(), false));
        table.add("EXPIRETIME", call -> replyExpiry(call, 0, true));
        table.add("PEXPIRETIME", call -> replyExpiry(call, 0, false));
        table.add("PERSIST", ExpireCommands::persist);
    }

    /** Replies 1, or 0 when there is no key or a condition forbids it. Repeated as PEXPIREAT or as a deletion. */
    private static void expire(Call call, long baseMs, long unitMs) {
        int conditions = conditions(call);
        long time = call.failed() ? 0 : call.integer(2);
        if (!call.failed() && isOutOfRange(time, baseMs, unitMs)) {
            call.fail(Errors.invalidExpire(call.row().fullName()));
        }
        if (call.failed()) {
            return;
        }
        long at = time * unitMs + baseMs;
        Key key = call.write(1);
        if (!key.exists() || !isMet(conditions, key.expireAt(), at)) {
            call.reply().integer(0);
            return;
        }
        Args args = call.args();
        if (call.keyspace().isAlreadyExpired(at)) {
            key.delete();
            byte[] word = DeletionPropagator.command(call.keyspace().lazyFree().onExpiry());
            call.rewrite().begin(call.database(), 2).word(word).bytes(args.address(1), args.length(1));
            call.changed(key, KeyEvent.GENERIC, KeyEvent.DEL);
        } else {
            key.expireAt(at);
            repeat(call, at);
            call.changed(key, KeyEvent.GENERIC, KeyEvent.EXPIRE);
        }
        call.reply().integer(1);
    }

    private static boolean isOutOfRange(long time, long baseMs, long unitMs) {
        boolean isTooLarge = time > Long.MAX_VALUE / unitMs || time < Long.MIN_VALUE / unitMs;
        return isTooLarge || time * unitMs > Long.MAX_VALUE - baseMs;
    }

    /** As PEXPIREAT, with the conditions there were. */
    private static void repeat(Call call, long at) {
        Args args = call.args();
        Propagator repeated = call.rewrite().begin(call.database(), args.count()).word(PEXPIREAT)
            .bytes(args.address(1), args.length(1)).integer(at);
        for (int i = 3; i < args.count(); i++) {
            repeated.bytes(args.address(i), args.length(i));
        }
    }

    private static int conditions(Call call) {
        Args args = call.args();
        int conditions = 0;
        for (int i = 3; i < args.count(); i++) {
            int condition = condition(args, i);
            if (condition == 0) {
                call.fail(Errors.oneLine("ERR Unsupported option " + args.text(i)));
            }
            conditions |= condition;
        }
        if ((conditions & NX) != 0 && conditions != NX) {
            call.fail(NX_WITH_OTHERS);
        } else if ((conditions & (GT | LT)) == (GT | LT)) {
            call.fail(GT_WITH_LT);
        }
        return conditions;
    }

    private static int condition(Args args, int index) {
        for (int i = 0; i < WORDS.length; i++) {
            if (args.is(index, WORDS[i])) {
                return 1 << i;
            }
        }
        return 0;
    }

    /** No expiry counts as one infinitely far away. */
    private static boolean isMet(int conditions, long current, long at) {
        boolean hasExpiry = current != Key.NEVER;
        if ((conditions & NX) != 0 && hasExpiry || (conditions & XX) != 0 && !hasExpiry) {
            return false;
        }
        if ((conditions & GT) != 0 && (!hasExpiry || at <= current)) {
            return false;
        }
        return (conditions & LT) == 0 || !hasExpiry || at < current;
    }

    /** Replies the expiry minus {@code baseMs}, -1 when there is none, -2 when there is no key. */
    private static void replyExpiry(Call call, long baseMs, boolean inSeconds) {
        Key key = call.read(1, Keyspace.NO_TOUCH);
        long at = key.expireAt();
        if (!key.exists() || at == Key.NEVER) {
            call.reply().integer(key.exists() ? WITHOUT_EXPIRY : ABSENT);
            return;
        }
        long ms = Math.max(at - baseMs, 0);
        call.reply().integer(inSeconds ? (ms + 500) / 1000 : ms);
    }

    private static void persist(Call call) {
        Key key = call.write(1);
        if (!key.exists() || key.expireAt() == Key.NEVER) {
            call.reply().integer(0);
            return;
        }
        key.expireAt(Key.NEVER);
        call.changed(key, KeyEvent.GENERIC, KeyEvent.PERSIST);
        call.reply().integer(1);
    }
}
