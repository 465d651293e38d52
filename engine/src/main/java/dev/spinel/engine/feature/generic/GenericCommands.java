package dev.spinel.engine.feature.generic;

import dev.spinel.engine.command.Call;
import dev.spinel.engine.command.CommandTable;
import dev.spinel.engine.command.Executor;
import dev.spinel.engine.config.BoolSetting;
import dev.spinel.engine.keyspace.Key;
import dev.spinel.engine.keyspace.KeyEvent;
import dev.spinel.engine.keyspace.Keyspace;
import dev.spinel.engine.port.OperatorLog;
import java.util.function.Supplier;

/** Rows and methods of the generic group that count, remove or touch keys; the others are registered from here. */
public final class GenericCommands {
    private static final String ABSENT = "none";

    private GenericCommands() {}

    /** Adds the commands of this room. */
    public static void register(CommandTable table, Executor executor, BoolSetting compresses,
            Supplier<OperatorLog> log) {
        table.add("DEL", call -> delete(call, call.keyspace().lazyFree().onUserDelete()));
        table.add("UNLINK", call -> delete(call, true));
        table.add("EXISTS", GenericCommands::exists);
        table.add("TOUCH", GenericCommands::touch);
        table.add("TYPE", GenericCommands::type);
        ExpireCommands.register(table);
        MoveCommands.register(table);
        ScanCommands.register(table);
        ObjectCommands.register(table);
        new DumpCommands(compresses, log).register(table);
        SortCommands.register(table, executor);
        DatabaseCommands.register(table);
    }

    /** Replies how many keys were removed. Redis: delCommand, unlinkCommand. */
    private static void delete(Call call, boolean lazily) {
        int deleted = 0;
        for (int i = 1; i < call.argCount(); i++) {
            int mark = call.keyMark();
            Key key = call.peek(i);
            if (key.exists()) {
                key.delete(lazily);
                call.changed(key, KeyEvent.GENERIC, KeyEvent.DEL);
                deleted++;
            }
            call.releaseKeys(mark);
        }
        call.reply().integer(deleted);
    }

    /** Replies how many of the arguments name a key, one counted as often as it is named. */
    private static void exists(Call call) {
        call.reply().integer(count(call, Keyspace.NO_TOUCH));
    }

    /** As EXISTS, and marks the keys as used. */
    private static void touch(Call call) {
        call.reply().integer(count(call, 0));
    }

    private static int count(Call call, int flags) {
        int existing = 0;
        for (int i = 1; i < call.argCount(); i++) {
            int mark = call.keyMark();
            existing += call.read(i, flags).exists() ? 1 : 0;
            call.releaseKeys(mark);
        }
        return existing;
    }

    private static void type(Call call) {
        Key key = call.read(1, Keyspace.NO_TOUCH);
        call.reply().simple(key.exists() ? key.valueType().name(key.entry()) : ABSENT);
    }
}
