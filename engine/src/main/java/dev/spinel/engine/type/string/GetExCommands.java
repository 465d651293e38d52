package dev.spinel.engine.type.string;

import dev.spinel.engine.command.Call;
import dev.spinel.engine.command.CommandTable;
import dev.spinel.engine.keyspace.Key;
import dev.spinel.engine.keyspace.KeyEvent;
import dev.spinel.engine.keyspace.ValueType;
import dev.spinel.engine.resp.Args;
import dev.spinel.engine.resp.Text;

/** GET with a change of expiry or existence: rows and methods of GETEX and GETDEL. One per engine. */
final class GetExCommands {
    private static final byte[] DEL = Text.bytes("DEL");
    private static final byte[] PERSIST = Text.bytes("PERSIST");
    private static final byte[] PEXPIREAT = Text.bytes("PEXPIREAT");
    private static final int ABSOLUTE = StringOptions.EXAT | StringOptions.PXAT;

    private final StringOptions options = new StringOptions();

    void register(CommandTable table) {
        table.add("GETEX", this::getAndExpire);
        table.add("GETDEL", GetExCommands::getAndDelete);
    }

    /** Replies the value and sets or drops its expiry. Never repeated as it is. Redis: getexCommand. */
    private void getAndExpire(Call call) {
        options.parse(call, 2, StringOptions.FOR_GETEX);
        int flags = options.flags();
        int expiryIndex = options.expiryIndex();
        if (call.failed()) {
            return;
        }
        Key key = call.read(1, 0, ValueType.STRING);
        long expireAt = key.exists() && !call.failed() ? StringOptions.expireAt(call, expiryIndex, flags) : Key.NEVER;
        if (call.failed()) {
            return;
        }
        StringValue.reply(call, key);
        if (!key.exists()) {
            return;
        }
        if ((flags & ABSOLUTE) != 0 && call.keyspace().isAlreadyExpired(expireAt)) {
            delete(call, key);
        } else if (expireAt != Key.NEVER) {
            key.expireAt(expireAt);
            Args args = call.args();
            call.rewrite().begin(call.database(), 3).word(PEXPIREAT).bytes(args.address(1), args.length(1))
                .integer(expireAt);
            call.changed(key, KeyEvent.GENERIC, KeyEvent.EXPIRE);
        } else if ((flags & StringOptions.PERSIST) != 0 && key.expireAt() != Key.NEVER) {
            key.expireAt(Key.NEVER);
            rewrite(call, PERSIST);
            call.changed(key, KeyEvent.GENERIC, KeyEvent.PERSIST);
        }
    }

    /** Replies the value and removes the key. Redis: getdelCommand. */
    private static void getAndDelete(Call call) {
        Key key = call.read(1, 0, ValueType.STRING);
        if (call.failed()) {
            return;
        }
        StringValue.reply(call, key);
        if (key.exists()) {
            delete(call, key);
        }
    }

    private static void delete(Call call, Key key) {
        key.delete();
        rewrite(call, DEL);
        call.changed(key, KeyEvent.GENERIC, KeyEvent.DEL);
    }

    private static void rewrite(Call call, byte[] command) {
        Args args = call.args();
        call.rewrite().begin(call.database(), 2).word(command).bytes(args.address(1), args.length(1));
    }
}
