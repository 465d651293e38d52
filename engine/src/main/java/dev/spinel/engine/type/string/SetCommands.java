package dev.spinel.engine.type.string;

import dev.spinel.engine.command.Call;
import dev.spinel.engine.command.CommandTable;
import dev.spinel.engine.keyspace.Key;
import dev.spinel.engine.keyspace.KeyEvent;
import dev.spinel.engine.keyspace.ValueType;
import dev.spinel.engine.propagate.Propagator;
import dev.spinel.engine.resp.Args;
import dev.spinel.engine.resp.Errors;
import dev.spinel.engine.resp.Text;

/** SET and the commands that are SET with something else: rows and methods. One per engine. */
final class SetCommands {
    private static final byte[] SET = Text.bytes("SET");
    private static final byte[] PXAT = Text.bytes("PXAT");
    private static final byte[] GET_WORD = Text.bytes("get");
    private static final byte[] MSETEX = Text.bytes("MSETEX");
    private static final byte[] NUMKEYS_INVALID = Errors.bytes("ERR invalid numkeys value");
    private static final byte[] PAIRS_INVALID = Errors.bytes("ERR wrong number of key-value pairs");

    private final StringOptions options = new StringOptions();
    private final StringDigest digest = new StringDigest();

    void register(CommandTable table) {
        table.add("SET", this::set);
        table.add("SETNX", this::setIfAbsent);
        table.add("SETEX", call -> setWithExpiry(call, StringOptions.EX));
        table.add("PSETEX", call -> setWithExpiry(call, StringOptions.PX));
        table.add("GETSET", this::getSet);
        table.add("MSET", SetCommands::setMany);
        table.add("MSETNX", SetCommands::setManyIfAbsent);
        table.add("MSETEX", this::setManyWithExpiry);
        digest.register(table);
    }

    /** Replies OK, null when a condition fails, or with GET the old value. Redis: setCommand. */
    private void set(Call call) {
        options.parse(call, 3, StringOptions.FOR_SET);
        int flags = options.flags();
        int expiryIndex = options.expiryIndex();
        int operandIndex = options.operandIndex();
        long expireAt = StringOptions.expireAt(call, expiryIndex, flags);
        boolean isGet = (flags & StringOptions.GET) != 0;
        if (isGet && !call.failed()) {
            Key old = call.read(1, 0, ValueType.STRING);
            if (!call.failed()) {
                StringValue.reply(call, old);
            }
        }
        if (call.failed()) {
            return;
        }
        Key key = call.write(1);
        if (!isMet(call, key, flags, operandIndex)) {
            if (!isGet && !call.failed()) {
                call.reply().nil();
            }
            return;
        }
        store(call, key, 2, flags, expireAt);
        if (!isGet) {
            call.reply().ok();
        } else if (expireAt == Key.NEVER) {
            rewriteWithoutGet(call);
        }
    }

    /** Replies 1 or 0. Redis: setnxCommand. */
    private void setIfAbsent(Call call) {
        Key key = call.write(1);
        if (key.exists()) {
            call.reply().integer(0);
            return;
        }
        store(call, key, 2, StringOptions.NX, Key.NEVER);
        call.reply().integer(1);
    }

    private static void setWithExpiry(Call call, int unit) {
        long expireAt = StringOptions.expireAt(call, 2, unit);
        if (call.failed()) {
            return;
        }
        store(call, call.write(1), 3, unit, expireAt);
        call.reply().ok();
    }

    /** Replies the old value. Redis: getsetCommand. */
    private void getSet(Call call) {
        Key old = call.read(1, 0, ValueType.STRING);
        if (call.failed()) {
            return;
        }
        StringValue.reply(call, old);
        store(call, call.write(1), 2, 0, Key.NEVER);
        Args args = call.args();
        call.rewrite().begin(call.database(), 3).word(SET).bytes(args.address(1), args.length(1))
            .bytes(args.address(2), args.length(2));
    }

    private static void setMany(Call call) {
        if (isPaired(call)) {
            storePairs(call, 1, call.argCount(), 0, Key.NEVER);
            call.reply().ok();
        }
    }

    /** Replies 1, or 0 when any of the keys exists. Redis: msetnxCommand. */
    private static void setManyIfAbsent(Call call) {
        if (!isPaired(call)) {
            return;
        }
        if (existing(call, 1, call.argCount()) > 0) {
            call.reply().integer(0);
            return;
        }
        storePairs(call, 1, call.argCount(), 0, Key.NEVER);
        call.reply().integer(1);
    }

    /** Replies 1, or 0 when NX or XX forbids it for any key. Redis: msetexCommand, from 8.4. */
    private void setManyWithExpiry(Call call) {
        long pairs = call.integer(1, NUMKEYS_INVALID);
        if (!call.failed() && (pairs <= 0 || pairs > Integer.MAX_VALUE)) {
            call.fail(NUMKEYS_INVALID);
        }
        if (!call.failed() && pairs * 2 > call.argCount() - 2) {
            call.fail(PAIRS_INVALID);
        }
        if (call.failed()) {
            return;
        }
        int end = 2 + (int) pairs * 2;
        options.parse(call, end, StringOptions.FOR_MSETEX);
        int flags = options.flags();
        long expireAt = StringOptions.expireAt(call, options.expiryIndex(), flags);
        if (call.failed()) {
            return;
        }
        long existing = (flags & (StringOptions.NX | StringOptions.XX)) == 0 ? 0 : existing(call, 2, end);
        boolean isMet = (flags & StringOptions.NX) == 0 || existing == 0;
        if (!isMet || (flags & StringOptions.XX) != 0 && existing < pairs) {
            call.reply().integer(0);
            return;
        }
        storePairs(call, 2, end, flags, expireAt);
        if (expireAt != Key.NEVER) {
            rewritePairs(call, end, expireAt);
        }
        call.reply().integer(1);
    }

    private static void rewritePairs(Call call, int end, long expireAt) {
        Args args = call.args();
        Propagator propagator = call.rewrite().begin(call.database(), end + 2).word(MSETEX);
        for (int i = 1; i < end; i++) {
            propagator.bytes(args.address(i), args.length(i));
        }
        propagator.word(PXAT).integer(expireAt);
    }

    private static boolean isPaired(Call call) {
        if (call.argCount() % 2 == 0) {
            call.fail(Errors.wrongArity(call.row().fullName()));
        }
        return !call.failed();
    }

    /** How many of the keys at every second argument exist. */
    private static int existing(Call call, int from, int end) {
        int existing = 0;
        for (int i = from; i < end; i += 2) {
            int mark = call.keyMark();
            existing += call.write(i).exists() ? 1 : 0;
            call.releaseKeys(mark);
        }
        return existing;
    }

    private static void storePairs(Call call, int from, int end, int flags, long expireAt) {
        for (int i = from; i < end; i += 2) {
            int mark = call.keyMark();
            Key key = call.write(i);
            StringValue.store(call, i + 1, key, ttl(key, flags, expireAt));
            announce(call, key, expireAt);
            call.releaseKeys(mark);
        }
    }

    /** Sets the value, announces it, and repeats a relative expiry as an absolute one. */
    private static void store(Call call, Key key, int index, int flags, long expireAt) {
        StringValue.store(call, index, key, ttl(key, flags, expireAt));
        if (expireAt != Key.NEVER && (flags & StringOptions.PXAT) == 0) {
            Args args = call.args();
            call.rewrite().begin(call.database(), 5).word(SET).bytes(args.address(1), args.length(1))
                .bytes(args.address(index), args.length(index)).word(PXAT).integer(expireAt);
        }
        announce(call, key, expireAt);
    }

    /** Whether NX, XX or a comparison lets the command go on. Comparing with another type is an error. */
    private boolean isMet(Call call, Key key, int flags, int operandIndex) {
        if (operandIndex > 0) {
            return digest.isMet(call, key, flags, operandIndex);
        }
        return key.exists() ? (flags & StringOptions.NX) == 0 : (flags & StringOptions.XX) == 0;
    }

    /** Repeats SET without its GET, wherever and however often it stands. */
    private static void rewriteWithoutGet(Call call) {
        Args args = call.args();
        int words = args.count();
        for (int i = 3; i < args.count(); i++) {
            words -= args.is(i, GET_WORD) ? 1 : 0;
        }
        Propagator propagator = call.rewrite().begin(call.database(), words);
        for (int i = 0; i < args.count(); i++) {
            if (i < 3 || !args.is(i, GET_WORD)) {
                propagator.bytes(args.address(i), args.length(i));
            }
        }
    }

    private static long ttl(Key key, int flags, long expireAt) {
        return (flags & StringOptions.KEEPTTL) != 0 ? key.expireAt() : expireAt;
    }

    private static void announce(Call call, Key key, long expireAt) {
        call.changed(key, KeyEvent.STRING, KeyEvent.SET_NAME);
        if (expireAt != Key.NEVER) {
            call.event(key, KeyEvent.GENERIC, KeyEvent.EXPIRE);
        }
    }
}
