package dev.spinel.engine.feature.generic;

import dev.spinel.engine.command.Call;
import dev.spinel.engine.command.CommandTable;
import dev.spinel.engine.keyspace.Database;
import dev.spinel.engine.keyspace.Key;
import dev.spinel.engine.keyspace.KeyEvent;
import dev.spinel.engine.keyspace.Keyspace;
import dev.spinel.engine.memory.Mem;
import dev.spinel.engine.resp.Args;
import dev.spinel.engine.resp.Errors;
import dev.spinel.engine.resp.Text;

/** Values that change their key: rows and methods of RENAME, MOVE and COPY. Source: db.c. */
final class MoveCommands {
    private static final byte[] RENAME_FROM = KeyEvent.name("rename_from");
    private static final byte[] RENAME_TO = KeyEvent.name("rename_to");
    private static final byte[] MOVE_FROM = KeyEvent.name("move_from");
    private static final byte[] MOVE_TO = KeyEvent.name("move_to");
    private static final byte[] COPY_TO = KeyEvent.name("copy_to");
    private static final byte[] COPY_FAILED = Errors.bytes("ERR module key failed to copy");
    private static final byte[] NOT_COPYABLE = Errors.bytes("ERR not supported for this module key");
    private static final byte[] DB = Text.bytes("db");
    private static final byte[] REPLACE = Text.bytes("replace");

    private MoveCommands() {}

    static void register(CommandTable table) {
        table.add("RENAME", MoveCommands::rename);
        table.add("RENAMENX", MoveCommands::renameIfAbsent);
        table.add("MOVE", MoveCommands::move);
        table.add("COPY", MoveCommands::copy);
    }

    /** Replies OK. Errors: no such key. Redis: renameCommand. */
    private static void rename(Call call) {
        if (!call.write(1).exists()) {
            call.fail(Errors.NO_SUCH_KEY);
            return;
        }
        if (!isSameName(call)) {
            renameTo(call, call.write(2));
        }
        call.reply().ok();
    }

    /** Replies 1, or 0 when the target exists. Errors: no such key. Redis: renamenxCommand. */
    private static void renameIfAbsent(Call call) {
        if (!call.write(1).exists()) {
            call.fail(Errors.NO_SUCH_KEY);
            return;
        }
        Key target = isSameName(call) ? null : call.write(2);
        boolean isFree = target != null && !target.exists();
        if (isFree) {
            renameTo(call, target);
        }
        call.reply().integer(isFree ? 1 : 0);
    }

    private static boolean isSameName(Call call) {
        Args args = call.args();
        return args.length(1) == args.length(2) && Mem.isEqual(args.address(1), args.address(2), args.length(1));
    }

    private static void renameTo(Call call, Key target) {
        if (target.exists()) {
            target.delete();
        }
        Key source = take(call, 1, call.database(), 2);
        Key renamed = call.peek(2);
        call.event(source, KeyEvent.GENERIC, RENAME_FROM);
        call.event(renamed, KeyEvent.GENERIC, RENAME_TO);
    }

    /** Replies 1, or 0 when there is no such key or the target database has one. Redis: moveCommand. */
    private static void move(Call call) {
        Database target = DatabaseArgument.parse(call, 2);
        if (target == call.database()) {
            call.fail(Errors.SAME_OBJECT);
        }
        if (call.failed()) {
            return;
        }
        Args args = call.args();
        boolean canMove = call.write(1).exists()
            && !call.keyspace().write(call.newKey(), target, args.address(1), args.length(1)).exists();
        if (canMove) {
            Key source = take(call, 1, target, 1);
            call.event(source, KeyEvent.GENERIC, MOVE_FROM);
            Key moved = call.keyspace().peek(call.newKey(), target, args.address(1), args.length(1));
            call.event(moved, KeyEvent.GENERIC, MOVE_TO);
        }
        call.reply().integer(canMove ? 1 : 0);
    }

    /** Moves the value of one argument's key to the absent key of another; answers the key that is now empty. */
    private static Key take(Call call, int sourceIndex, Database database, int targetIndex) {
        Keyspace keyspace = call.keyspace();
        Args args = call.args();
        Key source = call.peek(sourceIndex);
        long expireAt = source.expireAt();
        long value = source.unlink();
        Key target = keyspace.peek(call.newKey(), database, args.address(targetIndex), args.length(targetIndex));
        target.takeValue(value, expireAt);
        keyspace.modified(source);
        call.changed(target);
        return source;
    }

    /** Replies 1, or 0 when there is no such key or the target exists and may not be replaced. Redis: copyCommand. */
    private static void copy(Call call) {
        Args args = call.args();
        Database database = call.database();
        boolean replaces = false;
        for (int i = 3; i < args.count() && !call.failed(); i++) {
            if (args.is(i, REPLACE)) {
                replaces = true;
            } else if (args.is(i, DB) && i + 1 < args.count()) {
                database = DatabaseArgument.parse(call, ++i);
            } else {
                call.fail(Errors.SYNTAX);
            }
        }
        if (database == call.database() && isSameName(call)) {
            call.fail(Errors.SAME_OBJECT);
        }
        if (call.failed()) {
            return;
        }
        Key source = call.read(1);
        Key target = source.exists()
            ? call.keyspace().write(call.newKey(), database, args.address(2), args.length(2)) : null;
        boolean canCopy = target != null && (replaces || !target.exists());
        if (canCopy && target.exists() && !source.valueType().copiesOver()) {
            target.delete();
            source = call.keyspace().peek(call.newKey(), call.database(), args.address(1), args.length(1));
        }
        if (canCopy && !copyValue(call, source, target)) {
            return;
        }
        call.reply().integer(canCopy ? 1 : 0);
    }

    private static boolean copyValue(Call call, Key source, Key target) {
        long expireAt = source.expireAt();
        if (!source.valueType().copy(source, target)) {
            call.fail(source.valueType().isCopyable(source.entry()) ? COPY_FAILED : NOT_COPYABLE);
            return false;
        }
        if (expireAt != Key.NEVER) {
            target.expireAt(expireAt);
        }
        call.changed(target, KeyEvent.GENERIC, COPY_TO);
        return true;
    }
}
