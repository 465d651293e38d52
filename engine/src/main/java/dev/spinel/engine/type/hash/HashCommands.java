package dev.spinel.engine.type.hash;

import dev.spinel.engine.command.Call;
import dev.spinel.engine.command.CommandTable;
import dev.spinel.engine.keyspace.Key;
import dev.spinel.engine.keyspace.KeyEvent;
import dev.spinel.engine.keyspace.ValueType;
import dev.spinel.engine.port.Entropy;
import dev.spinel.engine.resp.Args;
import dev.spinel.engine.resp.Errors;

/** Rows and methods of the hash group that work on fields by name; the others are registered from here. */
public final class HashCommands {
    private static final byte[] HSET = KeyEvent.name("hset");
    private static final byte[] HDEL = KeyEvent.name("hdel");

    private final HashValue hashes;
    private final HashCursor cursor = new HashCursor();

    private HashCommands(HashValue hashes) {
        this.hashes = hashes;
    }

    /**
     * Adds the commands of this room and its type.
     *
     * @param hashes the flyweight all of them share
     */
    public static void register(CommandTable table, HashValue hashes, Entropy entropy) {
        ValueType.register(new HashType(hashes));
        new HashCommands(hashes).register(table);
        new HashCounters(hashes).register(table);
        new HashWalks(hashes, entropy).register(table);
        new HashExpiryCommands(hashes).register(table);
        new HashExCommands(hashes).register(table);
    }

    private void register(CommandTable table) {
        table.add("HSET", call -> set(call, false));
        table.add("HMSET", call -> set(call, true));
        table.add("HSETNX", this::setAbsent);
        table.add("HGET", this::get);
        table.add("HMGET", this::getMany);
        table.add("HDEL", this::delete);
        table.add("HLEN", this::length);
        table.add("HEXISTS", this::exists);
        table.add("HSTRLEN", this::valueLength);
    }

    /** Replies how many fields are new, or OK. Errors: arity, WRONGTYPE. Redis: hsetCommand. */
    private void set(Call call, boolean answersOk) {
        Args args = call.args();
        int count = args.count();
        if (count % 2 != 0) {
            call.fail(Errors.wrongArity(call.row().fullName()));
            return;
        }
        Key key = call.writeTyped(1, ValueType.HASH);
        if (call.failed()) {
            return;
        }
        HashValue hash = hashes.open(key);
        hash.grow((count - 2) / 2);
        int created = 0;
        for (int i = 2; i < count; i += 2) {
            created += put(hash, args, i) ? 1 : 0;
        }
        call.changed(key, KeyEvent.HASH, HSET);
        call.dirty((count - 2) / 2 - 1);
        if (answersOk) {
            call.reply().ok();
        } else {
            call.reply().integer(created);
        }
    }

    private static boolean put(HashValue hash, Args args, int index) {
        return hash.put(args.address(index), args.length(index), args.address(index + 1), args.length(index + 1));
    }

    /** Replies whether the field was absent and is set now. Redis: hsetnxCommand. */
    private void setAbsent(Call call) {
        Key key = call.writeTyped(1, ValueType.HASH);
        if (call.failed()) {
            return;
        }
        HashValue hash = hashes.open(key);
        if (find(call, hash)) {
            call.reply().integer(0);
            return;
        }
        hash.grow(1);
        put(hash, call.args(), 2);
        call.changed(key, KeyEvent.HASH, HSET);
        call.reply().integer(1);
    }

    /** Lays the flyweight over the key a command reads; null when that has another type. */
    private HashValue read(Call call) {
        Key key = call.read(1, 0, ValueType.HASH);
        return call.failed() ? null : hashes.open(key);
    }

    /** Puts the cursor on the field in argument 2. */
    private boolean find(Call call, HashValue hash) {
        return FieldExpiry.find(hash, cursor, call.args().address(2), call.args().length(2));
    }

    private void get(Call call) {
        HashValue hash = read(call);
        if (hash == null) {
            return;
        }
        if (find(call, hash)) {
            cursor.replyValue(call.reply());
        } else {
            call.reply().nil();
        }
    }

    private void getMany(Call call) {
        HashValue hash = read(call);
        if (hash == null) {
            return;
        }
        int count = call.argCount();
        call.reply().array(count - 2);
        boolean anyExpired = false;
        for (int i = 2; i < count; i++) {
            anyExpired |= replyValue(call, hash, i) == FieldExpiry.REMOVED;
        }
        if (anyExpired) {
            FieldExpiry.announce(hash.key());
        }
    }

    private int replyValue(Call call, HashValue hash, int index) {
        int found = FieldExpiry.lookUp(hash, cursor, call.args().address(index), call.args().length(index));
        if (found == FieldExpiry.LIVE) {
            cursor.replyValue(call.reply());
        } else {
            call.reply().nil();
        }
        return found;
    }

    /** Replies how many fields were removed. Redis: hdelCommand. */
    private void delete(Call call) {
        Key key = call.writeTyped(1, ValueType.HASH);
        if (call.failed()) {
            return;
        }
        HashValue hash = hashes.open(key);
        Args args = call.args();
        int count = args.count();
        int removed = 0;
        for (int i = 2; i < count; i++) {
            removed += hash.remove(args.address(i), args.length(i)) ? 1 : 0;
        }
        if (removed > 0) {
            call.changed(key, KeyEvent.HASH, HDEL);
            call.dirty(removed - 1);
            if (!key.exists()) {
                call.event(key, KeyEvent.GENERIC, KeyEvent.DEL);
            }
        }
        call.reply().integer(removed);
    }

    private void length(Call call) {
        HashValue hash = read(call);
        if (hash != null) {
            call.reply().integer(hash.length());
        }
    }

    private void exists(Call call) {
        HashValue hash = read(call);
        if (hash != null) {
            call.reply().integer(find(call, hash) ? 1 : 0);
        }
    }

    private void valueLength(Call call) {
        HashValue hash = read(call);
        if (hash != null) {
            call.reply().integer(find(call, hash) ? cursor.value().textLength() : 0);
        }
    }
}
