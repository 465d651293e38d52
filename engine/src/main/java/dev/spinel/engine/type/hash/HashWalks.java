package dev.spinel.engine.type.hash;

import dev.spinel.engine.command.Call;
import dev.spinel.engine.command.CommandTable;
import dev.spinel.engine.command.ScanCursor;
import dev.spinel.engine.command.ScanOptions;
import dev.spinel.engine.keyspace.Key;
import dev.spinel.engine.keyspace.ValueType;
import dev.spinel.engine.port.Entropy;
import dev.spinel.engine.resp.Errors;
import dev.spinel.engine.resp.Numbers;
import dev.spinel.engine.resp.ReplyBuilder;
import dev.spinel.engine.resp.Text;
import java.util.HashSet;
import java.util.Set;

/** All fields, some of them step by step, or some at random: rows and methods of HGETALL, HSCAN, HRANDFIELD and kin. */
final class HashWalks {
    private static final byte[] WITHVALUES = Text.bytes("withvalues");
    private static final byte[] NOT_NEGATABLE = Errors.notInRange(-Long.MAX_VALUE, Long.MAX_VALUE);
    /** A sample below this part of the hash is drawn; a larger one is selected in one walk. */
    private static final int DRAWN_PART = 3;
    /** Steps of a scan for every field asked for before an answer is given anyway. */
    private static final int STEPS_PER_FIELD = 10;

    private final HashValue hashes;
    private final Entropy entropy;
    private final HashCursor cursor = new HashCursor();
    /** Elements the scan that runs has replied. */
    private long replied;
    /** Time of the scan that runs. */
    private long nowMs;

    HashWalks(HashValue hashes, Entropy entropy) {
        this.hashes = hashes;
        this.entropy = entropy;
    }

    void register(CommandTable table) {
        table.add("HGETALL", call -> all(call, true, true));
        table.add("HKEYS", call -> all(call, true, false));
        table.add("HVALS", call -> all(call, false, true));
        table.add("HSCAN", this::scan);
        table.add("HRANDFIELD", this::random);
    }

    private void all(Call call, boolean fields, boolean values) {
        Key key = call.read(1, 0, ValueType.HASH);
        if (call.failed()) {
            return;
        }
        HashValue hash = hashes.open(key);
        long nowMs = call.nowMs();
        if (fields && values) {
            call.reply().map(hash.liveLength(nowMs));
        } else {
            call.reply().array(hash.liveLength(nowMs));
        }
        for (boolean more = hash.first(cursor); more; more = hash.next(cursor)) {
            if (cursor.isExpired(nowMs)) {
                continue;
            }
            if (fields) {
                cursor.replyField(call.reply());
            }
            if (values) {
                cursor.replyValue(call.reply());
            }
        }
    }

    /** Replies the next cursor and some fields with their values. Redis: hscanCommand. */
    private void scan(Call call) {
        long next = ScanCursor.parse(call, 2);
        if (call.failed()) {
            return;
        }
        Key key = call.read(1, 0, ValueType.HASH);
        if (call.failed()) {
            return;
        }
        ReplyBuilder reply = call.reply();
        if (!key.exists()) {
            replyCursor(reply, 0);
            reply.array(0);
            return;
        }
        ScanOptions options = new ScanOptions();
        options.parseForPairs(call, 3);
        if (call.failed()) {
            return;
        }
        HashValue hash = hashes.open(key);
        long digits = call.scratch(Numbers.MAX_LONG_DIGITS);
        if (!hash.isScanned()) {
            replyCursor(reply, 0);
            long start = reply.defer();
            long found = 0;
            for (boolean more = hash.first(cursor); more; more = hash.next(cursor)) {
                found += cursor.isExpired(call.nowMs()) ? 0 : replyMatch(reply, options, digits);
            }
            reply.closeArray(start, found);
            return;
        }
        nowMs = call.nowMs();
        scanTable(reply, hash, options, next, digits);
    }

    /** The cursor is known only after the elements, so it is put before them at the end. */
    private void scanTable(ReplyBuilder reply, HashValue hash, ScanOptions options, long from, long digits) {
        long next = walk(null, hash, options, from, digits);
        replyCursor(reply, next);
        long start = reply.defer();
        replied = 0;
        walk(reply, hash, options, from, digits);
        reply.closeArray(start, replied);
    }

    private long walk(ReplyBuilder reply, HashValue hash, ScanOptions options, long from, long digits) {
        long next = from;
        long visited = 0;
        long steps = options.count() > Long.MAX_VALUE / STEPS_PER_FIELD
            ? Long.MAX_VALUE
            : options.count() * STEPS_PER_FIELD;
        do {
            next = hash.beginScan(cursor, next);
            while (hash.next(cursor)) {
                visited++;
                if (reply != null && !cursor.isExpired(nowMs)) {
                    replied += replyMatch(reply, options, digits);
                }
            }
        } while (next != 0 && --steps > 0 && visited < options.count());
        return next;
    }

    private static void replyCursor(ReplyBuilder reply, long next) {
        reply.array(2);
        reply.bulk(Long.toUnsignedString(next));
    }

    /** Replies the field the cursor is on if it matches; how many elements that were. */
    private int replyMatch(ReplyBuilder reply, ScanOptions options, long digits) {
        if (!options.matches(HashValue.text(cursor.field(), digits), cursor.field().textLength())) {
            return 0;
        }
        cursor.replyField(reply);
        if (!options.hasValues()) {
            return 1;
        }
        cursor.replyValue(reply);
        return 2;
    }

    // Random fields

    /** Replies one field, or as many as asked for: distinct ones, or drawn again for a negative count. */
    private void random(Call call) {
        boolean hasCount = call.argCount() > 2;
        boolean withValues = call.argCount() == 4 && call.args().is(3, WITHVALUES);
        long count = hasCount ? count(call, withValues) : 0;
        if (call.failed()) {
            return;
        }
        Key key = call.read(1, 0, ValueType.HASH);
        if (call.failed()) {
            return;
        }
        HashValue hash = hashes.open(key);
        if (hash.hasExpiries()) {
            FieldExpiry.removeExpired(hash);
        }
        if (hasCount) {
            replyRandom(call.reply(), hash, count, withValues);
        } else if (key.exists()) {
            hash.random(cursor, entropy);
            cursor.replyField(call.reply());
        } else {
            call.reply().nil();
        }
    }

    private static long count(Call call, boolean withValues) {
        long count = call.integer(2);
        if (count == Long.MIN_VALUE) {
            call.fail(NOT_NEGATABLE);
        }
        if (call.argCount() > 3 && !withValues) {
            call.fail(Errors.SYNTAX);
        }
        if (withValues && Math.abs(count) > Long.MAX_VALUE / 2) {
            call.fail(Errors.OUT_OF_RANGE);
        }
        return count;
    }

    private void replyRandom(ReplyBuilder reply, HashValue hash, long count, boolean withValues) {
        long length = hash.length();
        long wanted = length == 0 ? 0 : count < 0 ? -count : Math.min(count, length);
        reply.array(withValues && reply.version() == 2 ? wanted * 2 : wanted);
        if (count < 0) {
            for (long i = 0; i < wanted && !reply.isAbandoned(); i++) {
                hash.random(cursor, entropy);
                replyField(reply, withValues);
            }
        } else if (wanted < length / DRAWN_PART) {
            draw(reply, hash, wanted, withValues);
        } else {
            select(reply, hash, wanted, withValues);
        }
    }

    /** Draws distinct fields one by one. */
    private void draw(ReplyBuilder reply, HashValue hash, long wanted, boolean withValues) {
        Set<String> drawn = new HashSet<>();
        while (drawn.size() < wanted) {
            hash.random(cursor, entropy);
            String field = cursor.field().isInteger()
                ? Long.toString(cursor.field().integer())
                : Text.string(cursor.field().address(), cursor.field().length());
            if (drawn.add(field)) {
                replyField(reply, withValues);
            }
        }
    }

    /** Takes each field of a walk with the probability that leaves all samples equally likely. */
    private void select(ReplyBuilder reply, HashValue hash, long wanted, boolean withValues) {
        long left = hash.length();
        long missing = wanted;
        boolean more = hash.first(cursor);
        for (; more && missing > 0; more = hash.next(cursor)) {
            if (entropy.nextLong(left--) < missing) {
                replyField(reply, withValues);
                missing--;
            }
        }
    }

    private void replyField(ReplyBuilder reply, boolean withValues) {
        if (withValues && reply.version() > 2) {
            reply.array(2);
        }
        cursor.replyField(reply);
        if (withValues) {
            cursor.replyValue(reply);
        }
    }
}
