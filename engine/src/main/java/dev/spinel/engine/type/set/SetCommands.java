package dev.spinel.engine.type.set;

import dev.spinel.engine.command.Call;
import dev.spinel.engine.command.CommandTable;
import dev.spinel.engine.command.ScanCursor;
import dev.spinel.engine.command.ScanOptions;
import dev.spinel.engine.keyspace.Key;
import dev.spinel.engine.keyspace.KeyEvent;
import dev.spinel.engine.keyspace.Keyspace;
import dev.spinel.engine.keyspace.ValueType;
import dev.spinel.engine.port.Entropy;
import dev.spinel.engine.resp.Args;
import dev.spinel.engine.resp.ReplyBuilder;
import dev.spinel.engine.struct.listpack.Decimal;

/** Rows and methods of the set group that work on members by name; the others are registered from here. */
public final class SetCommands {
    static final byte[] SREM = KeyEvent.name("srem");
    private static final byte[] SADD = KeyEvent.name("sadd");
    /** A scan looks at no more than this many steps per member asked for. */
    private static final int STEPS_PER_MEMBER = 10;

    private final SetValue set;
    private final SetValue other;
    private final SetCursor cursor = new SetCursor();

    private SetCommands(Keyspace keyspace, SetLimits limits) {
        set = new SetValue(keyspace.hasher(), limits);
        other = new SetValue(keyspace.hasher(), limits);
    }

    /** Adds the commands of this room and its type; answers the limits the settings go to. */
    public static SetLimits register(CommandTable table, Keyspace keyspace, Entropy entropy) {
        SetLimits limits = new SetLimits();
        ValueType.register(new SetType(limits));
        new SetCommands(keyspace, limits).register(table);
        new RandomMembers(keyspace, limits, entropy).register(table);
        new SetAlgebra(keyspace, limits).register(table);
        return limits;
    }

    private void register(CommandTable table) {
        table.add("SADD", this::add);
        table.add("SREM", this::remove);
        table.add("SISMEMBER", this::isMember);
        table.add("SMISMEMBER", this::areMembers);
        table.add("SMEMBERS", this::members);
        table.add("SCARD", this::count);
        table.add("SMOVE", this::move);
        table.add("SSCAN", this::scan);
    }

    /** Replies how many members are new. Errors: WRONGTYPE. Redis: saddCommand. */
    private void add(Call call) {
        Key key = call.writeTyped(1, ValueType.SET);
        if (call.failed()) {
            return;
        }
        Args args = call.args();
        int count = args.count();
        set.open(key).expect(count - 2L, Decimal.isCanonical(args.address(2), args.length(2)));
        int added = 0;
        for (int i = 2; i < count; i++) {
            added += set.add(args.address(i), args.length(i)) ? 1 : 0;
        }
        if (added > 0) {
            call.changed(key, KeyEvent.SET, SADD);
            call.dirty(added - 1);
        }
        call.reply().integer(added);
    }

    /** Replies how many members went; the last one takes the key along. Redis: sremCommand. */
    private void remove(Call call) {
        Key key = call.writeTyped(1, ValueType.SET);
        if (call.failed()) {
            return;
        }
        Args args = call.args();
        set.open(key);
        int removed = 0;
        for (int i = 2; i < args.count() && key.exists(); i++) {
            if (set.remove(args.address(i), args.length(i))) {
                removed++;
                deleteIfEmpty(key);
            }
        }
        if (removed > 0) {
            call.changed(key, KeyEvent.SET, SREM);
            call.dirty(removed - 1);
            announceDeletion(call, key);
        }
        call.reply().integer(removed);
    }

    private void deleteIfEmpty(Key key) {
        if (set.count() == 0) {
            key.delete();
        }
    }

    private static void announceDeletion(Call call, Key key) {
        if (!key.exists()) {
            call.event(key, KeyEvent.GENERIC, KeyEvent.DEL);
        }
    }

    private void isMember(Call call) {
        set.open(call.read(1, 0, ValueType.SET));
        if (call.failed()) {
            return;
        }
        call.reply().integer(isMember(call.args(), 2));
    }

    private void areMembers(Call call) {
        set.open(call.read(1, 0, ValueType.SET));
        if (call.failed()) {
            return;
        }
        Args args = call.args();
        call.reply().array(args.count() - 2);
        for (int i = 2; i < args.count(); i++) {
            call.reply().integer(isMember(args, i));
        }
    }

    private int isMember(Args args, int index) {
        return set.contains(args.address(index), args.length(index)) ? 1 : 0;
    }

    /** Replies all members. Errors: WRONGTYPE. Redis: sinterCommand with one key. */
    private void members(Call call) {
        set.open(call.read(1, 0, ValueType.SET));
        if (call.failed()) {
            return;
        }
        ReplyBuilder reply = call.reply();
        reply.set(set.count());
        cursor.begin(set, call.scratch(Decimal.MAX_BYTES));
        while (cursor.next()) {
            cursor.reply(reply);
        }
    }

    private void count(Call call) {
        set.open(call.read(1, 0, ValueType.SET));
        if (call.failed()) {
            return;
        }
        call.reply().integer(set.count());
    }

    /** Replies 1, or 0 when the source has no such member. Errors: WRONGTYPE. Redis: smoveCommand. */
    private void move(Call call) {
        Args args = call.args();
        Key source = call.write(1);
        if (!source.exists()) {
            call.reply().integer(0);
            return;
        }
        source = call.writeTyped(1, ValueType.SET);
        Key target = call.failed() ? source : call.writeTyped(2, ValueType.SET);
        if (call.failed()) {
            return;
        }
        long member = args.address(3);
        long length = args.length(3);
        set.open(source);
        if (target.exists() && target.entry() == source.entry()) {
            call.reply().integer(isMember(args, 3));
            return;
        }
        if (!set.remove(member, length)) {
            call.reply().integer(0);
            return;
        }
        deleteIfEmpty(source);
        call.changed(source, KeyEvent.SET, SREM);
        announceDeletion(call, source);
        // The source may be gone from the table, so the target is looked up again.
        target = call.write(2);
        if (other.open(target).add(member, length)) {
            call.changed(target, KeyEvent.SET, SADD);
        }
        call.reply().integer(1);
    }

    /** Replies the next cursor and some members. Errors: WRONGTYPE, syntax. Redis: sscanCommand. */
    private void scan(Call call) {
        long from = ScanCursor.parse(call, 2);
        if (call.failed()) {
            return;
        }
        set.open(call.read(1, 0, ValueType.SET));
        ScanOptions options = new ScanOptions();
        if (!call.failed() && set.count() > 0) {
            options.parse(call, 3);
        }
        if (call.failed()) {
            return;
        }
        long text = call.scratch(Decimal.MAX_BYTES);
        long end = endOfScan(from, text, options.count());
        ReplyBuilder reply = call.reply();
        reply.array(2);
        reply.bulk(Long.toUnsignedString(end));
        long start = reply.defer();
        long found = 0;
        do {
            from = cursor.beginScan(set, text, from);
            while (cursor.next()) {
                if (options.matches(cursor.address(), cursor.length())) {
                    cursor.reply(reply);
                    found++;
                }
            }
        } while (from != end);
        reply.closeArray(start, found);
    }

    /** Where a scan that begins here may rest. */
    private long endOfScan(long from, long text, long count) {
        long visited = 0;
        long steps = count > Long.MAX_VALUE / STEPS_PER_MEMBER ? Long.MAX_VALUE : count * STEPS_PER_MEMBER;
        long at = from;
        do {
            at = cursor.beginScan(set, text, at);
            while (cursor.next()) {
                visited++;
            }
        } while (at != 0 && visited < count && steps-- > 0);
        return at;
    }
}
