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

/** Fields read or set together with their expiry: rows and methods of HGETDEL, HGETEX and HSETEX. */
final class HashExCommands {
    private static final byte[] HSET = KeyEvent.name("hset");
    private static final byte[] HDEL_EVENT = KeyEvent.name("hdel");
    private static final byte[] HDEL = Text.bytes("HDEL");
    private static final byte[] HPERSIST = Text.bytes("HPERSIST");
    private static final byte[] PXAT = Text.bytes("PXAT");
    private static final byte[] PERSIST = Text.bytes("persist");
    private static final byte[] KEEPTTL = Text.bytes("keepttl");
    private static final byte[] FNX = Text.bytes("fnx");
    private static final byte[] FXX = Text.bytes("fxx");
    /** Words that name a time: relative ones first, seconds before milliseconds. */
    private static final byte[][] TIMES = {Text.bytes("ex"), Text.bytes("px"), Text.bytes("exat"), Text.bytes("pxat")};
    private static final byte[] INVALID_COUNT = Errors.bytes("ERR invalid number of fields");
    private static final byte[] MISSING_TIME = Errors.bytes("ERR missing expire time");
    private static final byte[] ONE_CONDITION =
        Errors.bytes("ERR Only one of FXX or FNX arguments can be specified");
    private static final byte[] ONE_EXPIRY =
        Errors.bytes("ERR Only one of EX, PX, EXAT, PXAT or KEEPTTL arguments can be specified");
    private static final long UNTOLD = -1;

    private final HashValue hashes;
    private final HashCursor cursor = new HashCursor();
    private final FieldIndices changed = new FieldIndices();
    // Options of HSETEX
    private byte[] condition;
    private boolean keepsExpiry;
    private long expireAt;
    private int timeIndex;
    private int firstField;

    HashExCommands(HashValue hashes) {
        this.hashes = hashes;
    }

    void register(CommandTable table) {
        table.add("HGETDEL", this::getAndDelete);
        table.add("HGETEX", this::getAndExpire);
        table.add("HSETEX", this::setAndExpire);
    }

    /** Replies the values and removes the fields. Repeated as HDEL. Redis: hgetdelCommand. */
    private void getAndDelete(Call call) {
        Key key = call.writeTyped(1, ValueType.HASH);
        int first = call.failed() ? 0 : FieldArguments.first(call, 2, FieldArguments.NOT_POSITIVE);
        if (call.failed()) {
            return;
        }
        Args args = call.args();
        call.reply().array(args.count() - first);
        HashValue hash = hashes.open(key);
        changed.clear();
        boolean anyExpired = false;
        for (int i = first; i < args.count(); i++) {
            int found = replyField(call, hash, i);
            anyExpired |= found == FieldExpiry.REMOVED;
            if (found == FieldExpiry.LIVE) {
                hash.remove(args.address(i), args.length(i));
                changed.add(i);
            }
        }
        if (changed.count() > 0) {
            repeatFields(call, HDEL, first);
            call.changed(key, KeyEvent.HASH, HDEL_EVENT);
            call.dirty(changed.count() - 1);
        }
        announceRest(call, key, anyExpired);
    }

    /** Replies the value of a field, or nil; answers what {@link FieldExpiry#lookUp} found. */
    private int replyField(Call call, HashValue hash, int index) {
        int found = FieldExpiry.lookUp(hash, cursor, call.args().address(index), call.args().length(index));
        if (found == FieldExpiry.LIVE) {
            cursor.replyValue(call.reply());
        } else {
            call.reply().nil();
        }
        return found;
    }

    /** Fields that expired on the way are told in one event; so is the end of the key. */
    private void announceRest(Call call, Key key, boolean anyExpired) {
        if (anyExpired) {
            FieldExpiry.announce(key);
        } else if (changed.count() > 0 && !key.exists()) {
            call.event(key, KeyEvent.GENERIC, KeyEvent.DEL);
        }
    }

    /** As a command with all the fields there were. */
    private static void repeatFields(Call call, byte[] command, int first) {
        Args args = call.args();
        Propagator rewrite = call.rewrite().begin(call.database(), 2 + args.count() - first).word(command)
            .bytes(args.address(1), args.length(1));
        for (int i = first; i < args.count(); i++) {
            rewrite.bytes(args.address(i), args.length(i));
        }
    }

    /** Replies the values and sets or drops the expiries. Repeated as HPEXPIREAT, HPERSIST or HDEL. */
    private void getAndExpire(Call call) {
        Key key = call.writeTyped(1, ValueType.HASH);
        if (call.failed()) {
            return;
        }
        int time = timeWord(call.args(), 2);
        boolean persists = call.args().is(2, PERSIST);
        long at = time >= 0 ? time(call, time, 3) : UNTOLD;
        int first = call.failed() ? 0
            : FieldArguments.first(call, time >= 0 ? 4 : persists ? 3 : 2, FieldArguments.NOT_POSITIVE);
        if (call.failed()) {
            return;
        }
        Args args = call.args();
        call.reply().array(args.count() - first);
        HashValue hash = hashes.open(key);
        if (time >= 0 && key.exists()) {
            hash.prepareExpiries();
        }
        changed.clear();
        boolean anyExpired = false;
        int deleted = 0;
        for (int i = first; i < args.count(); i++) {
            int found = replyField(call, hash, i);
            anyExpired |= found == FieldExpiry.REMOVED;
            if (found == FieldExpiry.LIVE && time >= 0) {
                deleted += expire(call, hash, i, at) ? 0 : 1;
            } else if (found == FieldExpiry.LIVE && persists && cursor.expireAt() != Key.NEVER) {
                hash.clearExpiry(cursor);
                changed.add(i);
            }
        }
        announceExpiries(call, key, deleted, persists);
        repeatExpiries(call, persists, at);
        if (anyExpired) {
            FieldExpiry.announce(key);
        } else if (deleted > 0 && !key.exists()) {
            call.event(key, KeyEvent.GENERIC, KeyEvent.DEL);
        }
    }

    private boolean expire(Call call, HashValue hash, int index, long at) {
        boolean isSet = HashExpiryCommands.setOrRemove(call, hash, cursor, index, at);
        if (isSet) {
            changed.add(index);
        }
        return isSet;
    }

    private void announceExpiries(Call call, Key key, int deleted, boolean persists) {
        int changes = changed.count() + deleted;
        if (changes == 0) {
            return;
        }
        byte[] event = persists ? HashExpiryCommands.HPERSIST
            : deleted > 0 ? HDEL_EVENT : HashExpiryCommands.HEXPIRE;
        call.changed(key, KeyEvent.HASH, event);
        call.dirty(changes - 1);
    }

    private void repeatExpiries(Call call, boolean persists, long at) {
        if (changed.count() == 0) {
            call.propagation(Propagator.NOTHING);
            return;
        }
        Args args = call.args();
        Propagator rewrite = call.rewrite()
            .begin(call.database(), (persists ? 4 : 5) + changed.count())
            .word(persists ? HPERSIST : HashExpiryCommands.HPEXPIREAT).bytes(args.address(1), args.length(1));
        if (!persists) {
            rewrite.integer(at);
        }
        rewrite.word(FieldArguments.FIELDS).integer(changed.count());
        changed.repeat(rewrite, args);
    }

    /** Index in {@link #TIMES} of the word in an argument; -1 when it is none. */
    private static int timeWord(Args args, int index) {
        for (int i = 0; i < TIMES.length; i++) {
            if (args.is(index, TIMES[i])) {
                return i;
            }
        }
        return -1;
    }

    private static long time(Call call, int word, int index) {
        return FieldArguments.expireAt(call, index, word < 2 ? call.nowMs() : 0, word % 2 == 0 ? 1000 : 1);
    }

    /** Replies 1, or 0 when the condition is not met. Repeated with PXAT. Redis: hsetexCommand. */
    private void setAndExpire(Call call) {
        parseOptions(call);
        if (call.failed()) {
            return;
        }
        Key key = call.writeTyped(1, ValueType.HASH);
        if (call.failed()) {
            return;
        }
        HashValue hash = hashes.open(key);
        if (!isConditionMet(call, hash)) {
            call.reply().integer(0);
            return;
        }
        Args args = call.args();
        int pairs = (args.count() - firstField) / 2;
        hash.grow(pairs);
        int deleted = 0;
        for (int i = firstField; i < args.count(); i += 2) {
            deleted += put(call, hash, i, pairs) ? 0 : 1;
        }
        announceSet(call, key, pairs, deleted);
        call.reply().integer(1);
    }

    private void announceSet(Call call, Key key, int pairs, int deleted) {
        call.changed(key, KeyEvent.HASH, HSET);
        call.dirty(pairs - 1);
        if (expireAt != UNTOLD) {
            call.event(key, KeyEvent.HASH, deleted > 0 ? HDEL_EVENT : HashExpiryCommands.HEXPIRE);
        }
        if (!key.exists()) {
            call.event(key, KeyEvent.GENERIC, KeyEvent.DEL);
        }
        if (deleted > 0) {
            call.propagation(Propagator.NOTHING);
        } else if (expireAt != UNTOLD) {
            repeatWithTime(call);
        }
    }

    /** Sets a field with its expiry; false when that is over, and the field is gone. */
    private boolean put(Call call, HashValue hash, int index, int pairs) {
        Args args = call.args();
        long field = args.address(index);
        long fieldLength = args.length(index);
        if (!hash.key().exists()) {
            hash.grow(pairs);
        }
        long value = args.address(index + 1);
        if (keepsExpiry) {
            hash.putKeepingExpiry(field, fieldLength, value, args.length(index + 1));
        } else {
            hash.put(field, fieldLength, value, args.length(index + 1));
        }
        if (expireAt == UNTOLD) {
            return true;
        }
        hash.prepareExpiries();
        hash.find(cursor, field, fieldLength);
        return HashExpiryCommands.setOrRemove(call, hash, cursor, index, expireAt);
    }

    private boolean isConditionMet(Call call, HashValue hash) {
        boolean met = true;
        boolean anyExpired = false;
        for (int i = firstField; condition != null && i < call.argCount() && met; i += 2) {
            int found = FieldExpiry.lookUp(hash, cursor, call.args().address(i), call.args().length(i));
            anyExpired |= found == FieldExpiry.REMOVED;
            met = found == FieldExpiry.LIVE == (condition == FXX);
        }
        if (anyExpired) {
            FieldExpiry.announce(hash.key());
        }
        return met;
    }

    private void repeatWithTime(Call call) {
        Args args = call.args();
        Propagator rewrite = call.rewrite().begin(call.database(), args.count());
        for (int i = 0; i < args.count(); i++) {
            if (i == timeIndex - 1) {
                rewrite.word(PXAT);
            } else if (i == timeIndex) {
                rewrite.integer(expireAt);
            } else {
                rewrite.bytes(args.address(i), args.length(i));
            }
        }
    }

    /** Reads everything before the first field; latches what is wrong. */
    private void parseOptions(Call call) {
        condition = null;
        keepsExpiry = false;
        expireAt = UNTOLD;
        firstField = 0;
        Args args = call.args();
        for (int i = 2; i < args.count() && firstField == 0 && !call.failed(); i++) {
            int time = timeWord(args, i);
            if (FieldArguments.isFields(args, i)) {
                parseFields(call, i);
            } else if (time >= 0) {
                parseTime(call, time, ++i);
            } else if (args.is(i, KEEPTTL)) {
                checkOneExpiry(call);
                keepsExpiry = true;
            } else if (args.is(i, FXX) || args.is(i, FNX)) {
                if (condition != null) {
                    call.fail(ONE_CONDITION);
                }
                condition = args.is(i, FXX) ? FXX : FNX;
            } else {
                call.fail(Errors.oneLine("ERR unknown argument: " + args.text(i)));
            }
        }
        if (firstField == 0) {
            call.fail(Errors.wrongArity(call.row().fullName()));
        }
    }

    private void checkOneExpiry(Call call) {
        if (keepsExpiry || expireAt != UNTOLD) {
            call.fail(ONE_EXPIRY);
        }
    }

    private void parseTime(Call call, int word, int index) {
        checkOneExpiry(call);
        if (index >= call.argCount()) {
            call.fail(MISSING_TIME);
        }
        if (!call.failed()) {
            timeIndex = index;
            expireAt = time(call, word, index);
        }
    }

    private void parseFields(Call call, int index) {
        int rest = call.argCount() - index - 2;
        long fields = rest < 2 ? 1 : call.atLeastOne(index + 1, INVALID_COUNT);
        if (!call.failed() && (rest % 2 != 0 || fields != rest / 2)) {
            call.fail(Errors.wrongArity(call.row().fullName()));
        }
        firstField = index + 2;
    }
}
