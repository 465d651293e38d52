package dev.spinel.engine.feature.generic;

import dev.spinel.engine.command.Call;
import dev.spinel.engine.command.CommandTable;
import dev.spinel.engine.command.ScanCursor;
import dev.spinel.engine.command.ScanOptions;
import dev.spinel.engine.keyspace.Database;
import dev.spinel.engine.keyspace.Entry;
import dev.spinel.engine.keyspace.Key;
import dev.spinel.engine.keyspace.Keyspace;
import dev.spinel.engine.keyspace.ValueType;
import dev.spinel.engine.resp.Args;
import dev.spinel.engine.resp.Errors;
import dev.spinel.engine.resp.Glob;
import dev.spinel.engine.resp.Text;
import java.util.Arrays;

/** Names of keys: rows and methods of SCAN, KEYS and RANDOMKEY. An instance is one walk over a table. */
final class ScanCommands {
    private static final byte[] MATCH = Text.bytes("match");
    private static final byte[] COUNT = Text.bytes("count");
    private static final byte[] TYPE = Text.bytes("type");
    private static final int DEFAULT_COUNT = 10;
    /** Buckets visited for every key asked for before an answer is given anyway. */
    private static final int STEPS_PER_KEY = 10;
    private static final int RANDOM_TRIES = 100;

    private final Call call;
    private final Keyspace keyspace;
    private final Database database;
    private final Key key;
    /** Null to match every name. */
    private byte[] pattern;
    /** Null to match every type. */
    private String type;
    private long count = DEFAULT_COUNT;
    private long visited;
    private boolean removesExpired;
    private long[] found = new long[64];
    private int foundCount;

    private ScanCommands(Call call) {
        this.call = call;
        keyspace = call.keyspace();
        database = call.database();
        key = call.newKey();
    }

    static void register(CommandTable table) {
        table.add("SCAN", call -> new ScanCommands(call).scan());
        table.add("KEYS", call -> new ScanCommands(call).keys());
        table.add("RANDOMKEY", ScanCommands::random);
    }

    /** Replies the next cursor and some keys. Redis: scanCommand. */
    private void scan() {
        removesExpired = true;
        long cursor = ScanCursor.parse(call, 1);
        parse();
        if (call.failed()) {
            return;
        }
        long steps = count > Long.MAX_VALUE / STEPS_PER_KEY ? Long.MAX_VALUE : count * STEPS_PER_KEY;
        do {
            cursor = database.table().scan(cursor, this::visit);
        } while (cursor != 0 && steps-- > 0 && visited < count);
        call.repeatSeparately();
        call.reply().array(2);
        call.reply().bulk(Long.toUnsignedString(cursor));
        reply();
    }

    /** Replies all keys that match. Expired ones are passed over but stay. Redis: keysCommand. */
    private void keys() {
        pattern = patternOf(call.args(), 1);
        database.table().forEach(this::visit);
        reply();
    }

    private void parse() {
        Args args = call.args();
        for (int i = 2; i < args.count() && !call.failed(); i += 2) {
            ScanOptions.checkNoPairs(call, i);
            if (i + 1 == args.count()) {
                call.fail(Errors.SYNTAX);
            } else if (args.is(i, COUNT)) {
                count = call.integer(i + 1);
                if (!call.failed() && count < 1) {
                    call.fail(Errors.SYNTAX);
                }
            } else if (args.is(i, MATCH)) {
                pattern = patternOf(args, i + 1);
            } else if (args.is(i, TYPE)) {
                type = args.text(i + 1);
            } else {
                call.fail(Errors.SYNTAX);
            }
        }
    }

    private static byte[] patternOf(Args args, int index) {
        byte[] pattern = args.bytes(index);
        return Glob.isAll(pattern) ? null : pattern;
    }

    /** Keeps the entry if it is wanted; removes it when it has expired. */
    private void visit(long slot) {
        visited++;
        keyspace.bindSlot(key, database, slot);
        long entry = key.entry();
        if (pattern != null && !Glob.matches(pattern, key.address(), key.length(), false)) {
            return;
        }
        if (Entry.hasExpiry(entry) && Entry.expireAt(entry) <= keyspace.nowMs()) {
            if (removesExpired && !keyspace.isExpiryPaused()) {
                keyspace.expire(key);
            }
            return;
        }
        if (type != null && !key.valueType().name(entry).equalsIgnoreCase(type)) {
            return;
        }
        if (foundCount == found.length) {
            found = Arrays.copyOf(found, foundCount * 2);
        }
        found[foundCount++] = entry;
    }

    private void reply() {
        call.reply().array(foundCount);
        for (int i = 0; i < foundCount; i++) {
            call.reply().bulk(Entry.keyAddress(found[i]), Entry.keyLength(found[i]));
        }
    }

    /** Replies a key drawn at random, or null; removes expired keys it meets. Redis: dbRandomKey. */
    private static void random(Call call) {
        Key key = call.newKey();
        Keyspace keyspace = call.keyspace();
        call.repeatSeparately();
        for (int tries = 1; keyspace.random(key, call.database()); tries++) {
            boolean isExpired = key.expireAt() != Key.NEVER && key.expireAt() <= keyspace.nowMs();
            if (!isExpired || keyspace.isExpiryPaused() && tries == RANDOM_TRIES) {
                call.reply().bulk(key.address(), key.length());
                return;
            }
            if (!keyspace.isExpiryPaused()) {
                keyspace.expire(key);
            }
        }
        call.reply().nil();
    }
}
