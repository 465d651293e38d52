package dev.spinel.engine.type.hash;

import dev.spinel.engine.command.Call;
import dev.spinel.engine.command.CommandTable;
import dev.spinel.engine.keyspace.Key;
import dev.spinel.engine.keyspace.KeyEvent;
import dev.spinel.engine.keyspace.ValueType;
import dev.spinel.engine.propagate.Propagator;
import dev.spinel.engine.resp.Args;
import dev.spinel.engine.resp.Errors;
import dev.spinel.engine.resp.Text;

/** When fields go: rows and methods of HEXPIRE, HTTL, HPERSIST and their kin. Source: t_hash.c. */
final class HashExpiryCommands {
    static final byte[] HEXPIRE = KeyEvent.name("hexpire");
    static final byte[] HPERSIST = KeyEvent.name("hpersist");
    static final byte[] HPEXPIREAT = Text.bytes("HPEXPIREAT");

    private static final byte[] HDEL = KeyEvent.name("hdel");
    private static final byte[] NX = Text.bytes("nx");
    private static final byte[] XX = Text.bytes("xx");
    private static final byte[] GT = Text.bytes("gt");
    private static final byte[] LT = Text.bytes("lt");
    private static final byte[][] CONDITIONS = {NX, XX, GT, LT};
    private static final byte[] TOO_FEW_FIELDS = Errors.bytes("ERR Parameter `numFields` should be greater than 0");
    private static final int ABSENT = -2;
    private static final int WITHOUT_EXPIRY = -1;
    private static final int NOT_MET = 0;
    private static final int DONE = 1;
    private static final int DELETED = 2;

    private final HashValue hashes;
    private final HashCursor cursor = new HashCursor();
    /** Arguments that are fields whose expiry was set. */
    private final FieldIndices set = new FieldIndices();

    HashExpiryCommands(HashValue hashes) {
        this.hashes = hashes;
    }

    void register(CommandTable table) {
        table.add("HEXPIRE", call -> expire(call, call.nowMs(), 1000));
        table.add("HPEXPIRE", call -> expire(call, call.nowMs(), 1));
        table.add("HEXPIREAT", call -> expire(call, 0, 1000));
        table.add("HPEXPIREAT", call -> expire(call, 0, 1));
        table.add("HTTL", call -> replyExpiries(call, call.nowMs(), true));
        table.add("HPTTL", call -> replyExpiries(call, call.nowMs(), false));
        table.add("HEXPIRETIME", call -> replyExpiries(call, 0, true));
        table.add("HPEXPIRETIME", call -> replyExpiries(call, 0, false));
        table.add("HPERSIST", this::persist);
    }

    /**
     * Replies for each field 1, 0 when a condition forbids it, 2 when it is gone at once, -2 when there is none.
     * Repeated as HPEXPIREAT for those set, and as HDEL for each of those gone. Redis: hexpireGenericCommand.
     */
    private void expire(Call call, long baseMs, long unitMs) {
        Key key = call.writeTyped(1, ValueType.HASH);
        long at = call.failed() ? 0 : FieldArguments.expireAt(call, 2, baseMs, unitMs);
        byte[] condition = call.failed() ? null : condition(call.args());
        int first = call.failed() ? 0 : FieldArguments.first(call, condition == null ? 3 : 4, TOO_FEW_FIELDS);
        if (call.failed()) {
            return;
        }
        int count = call.argCount();
        call.reply().array(count - first);
        set.clear();
        HashValue hash = hashes.open(key);
        if (key.exists()) {
            hash.prepareExpiries();
        }
        int deleted = 0;
        for (int i = first; i < count; i++) {
            int done = expireField(call, hash, i, condition, at);
            deleted += done == DELETED ? 1 : 0;
            if (done == DONE) {
                set.add(i);
            }
            call.reply().integer(done);
        }
        announce(call, key, deleted);
        repeat(call, condition, at);
    }

    private static byte[] condition(Args args) {
        for (byte[] condition : CONDITIONS) {
            if (args.is(3, condition)) {
                return condition;
            }
        }
        return null;
    }

    private int expireField(Call call, HashValue hash, int index, byte[] condition, long at) {
        if (!hash.find(cursor, call.args().address(index), call.args().length(index))) {
            return ABSENT;
        }
        if (!isMet(condition, cursor.expireAt(), at)) {
            return NOT_MET;
        }
        return setOrRemove(call, hash, cursor, index, at) ? DONE : DELETED;
    }

    /** No expiry counts as one infinitely far away. */
    private static boolean isMet(byte[] condition, long current, long at) {
        boolean hasExpiry = current != Key.NEVER;
        if (condition == NX) {
            return !hasExpiry;
        }
        if (condition == LT) {
            return !hasExpiry || at < current;
        }
        return condition == null || hasExpiry && (condition == XX || at > current);
    }

    /**
     * Sets the expiry of the field the cursor is on, named by an argument; or removes it, and answers false, when that
     * time is over. Repeats only the removal.
     */
    static boolean setOrRemove(Call call, HashValue hash, HashCursor cursor, int index, long at) {
        if (!call.keyspace().isAlreadyExpired(at)) {
            hash.setExpiry(cursor, at);
            return true;
        }
        call.keyspace().fieldExpired(hash.key(), call.args().address(index), call.args().length(index));
        hash.removeAt(cursor);
        hash.settle();
        return false;
    }

    private void announce(Call call, Key key, int deleted) {
        int changes = deleted + set.count();
        if (changes == 0) {
            return;
        }
        call.changed(key, KeyEvent.HASH, deleted > 0 ? HDEL : HEXPIRE);
        call.dirty(changes - 1);
        if (!key.exists()) {
            call.event(key, KeyEvent.GENERIC, KeyEvent.DEL);
        }
    }

    /** As HPEXPIREAT of the fields that were set, with the condition there was. */
    private void repeat(Call call, byte[] condition, long at) {
        if (set.count() == 0) {
            call.propagation(Propagator.NOTHING);
            return;
        }
        Args args = call.args();
        int words = (condition == null ? 5 : 6) + set.count();
        Propagator rewrite = call.rewrite().begin(call.database(), words).word(HPEXPIREAT)
            .bytes(args.address(1), args.length(1)).integer(at);
        if (condition != null) {
            rewrite.bytes(args.address(3), args.length(3));
        }
        rewrite.word(FieldArguments.FIELDS).integer(set.count());
        set.repeat(rewrite, args);
    }

    /** Replies for each field its expiry minus {@code baseMs}, -1 when there is none, -2 when there is no field. */
    private void replyExpiries(Call call, long baseMs, boolean inSeconds) {
        Key key = call.read(1, 0, ValueType.HASH);
        int first = call.failed() ? 0 : FieldArguments.first(call, 2, FieldArguments.NOT_POSITIVE);
        if (call.failed()) {
            return;
        }
        int count = call.argCount();
        HashValue hash = hashes.open(key);
        call.reply().array(count - first);
        for (int i = first; i < count; i++) {
            boolean isThere = isLive(call, hash, i);
            long expireAt = isThere ? cursor.expireAt() : 0;
            if (!isThere || expireAt == Key.NEVER) {
                call.reply().integer(isThere ? WITHOUT_EXPIRY : ABSENT);
            } else {
                call.reply().integer(inSeconds ? (expireAt + 999 - baseMs) / 1000 : expireAt - baseMs);
            }
        }
    }

    private boolean isLive(Call call, HashValue hash, int index) {
        return hash.find(cursor, call.args().address(index), call.args().length(index))
            && !cursor.isExpired(call.nowMs());
    }

    /** Replies for each field 1, -1 when it has no expiry, -2 when there is none. Redis: hpersistCommand. */
    private void persist(Call call) {
        Key key = call.writeTyped(1, ValueType.HASH);
        int first = call.failed() ? 0 : FieldArguments.first(call, 2, FieldArguments.NOT_POSITIVE);
        if (call.failed()) {
            return;
        }
        int count = call.argCount();
        HashValue hash = hashes.open(key);
        call.reply().array(count - first);
        boolean changed = false;
        for (int i = first; i < count; i++) {
            boolean isThere = isLive(call, hash, i);
            boolean hasExpiry = isThere && cursor.expireAt() != Key.NEVER;
            if (hasExpiry) {
                hash.clearExpiry(cursor);
                changed = true;
            }
            call.reply().integer(hasExpiry ? DONE : isThere ? WITHOUT_EXPIRY : ABSENT);
        }
        if (changed) {
            call.changed(key, KeyEvent.HASH, HPERSIST);
        }
    }
}
