package dev.spinel.engine.feature.generic;

import dev.spinel.engine.client.ClientFlag;
import dev.spinel.engine.command.Call;
import dev.spinel.engine.command.CommandTable;
import dev.spinel.engine.keyspace.Database;
import dev.spinel.engine.propagate.Propagator;
import dev.spinel.engine.resp.Errors;
import dev.spinel.engine.resp.Text;

/** Whole databases: rows and methods of DBSIZE, FLUSHDB, FLUSHALL and SWAPDB. */
final class DatabaseCommands {
    private static final byte[] SYNC = Text.bytes("sync");
    private static final byte[] ASYNC = Text.bytes("async");
    private static final byte[] FIRST_INVALID = Errors.bytes("ERR invalid first DB index");
    private static final byte[] SECOND_INVALID = Errors.bytes("ERR invalid second DB index");

    /** So many keys are freed at once without a noticeable pause. */
    private static final int MANY_KEYS = 20_000;

    private DatabaseCommands() {}

    static void register(CommandTable table) {
        table.add("DBSIZE", call -> call.reply().integer(call.database().count()));
        table.add("FLUSHDB", DatabaseCommands::flush);
        table.add("FLUSHALL", DatabaseCommands::flushAll);
        table.add("SWAPDB", DatabaseCommands::swap);
    }

    /** Replies OK. Repeated even when the database was empty. Redis: flushdbCommand. */
    private static void flush(Call call) {
        boolean lazily = isLazy(call);
        if (!call.failed()) {
            long keys = call.database().count();
            boolean inSlices = lazily || isSliced(call, keys);
            call.dirty(keys);
            call.keyspace().flush(call.database(), inSlices);
            finishFlush(call, keys, inSlices);
        }
    }

    private static void flushAll(Call call) {
        boolean lazily = isLazy(call);
        if (!call.failed()) {
            long keys = call.keyspace().count();
            boolean inSlices = lazily || isSliced(call, keys);
            call.dirty(keys);       // before those who hear of it save what is left
            call.keyspace().flushAll(inSlices);
            finishFlush(call, keys, inSlices);
        }
    }

    /** Whether ASYNC is asked for, or the default. */
    private static boolean isLazy(Call call) {
        if (call.argCount() == 1) {
            return call.keyspace().lazyFree().onUserFlush();
        }
        boolean isAsync = call.args().is(1, ASYNC);
        if (call.argCount() > 2 || !isAsync && !call.args().is(1, SYNC)) {
            call.fail(Errors.SYNTAX);
        }
        return isAsync;
    }

    /** Outside transactions nobody can tell whether much is freed before the answer or after it. */
    private static boolean isSliced(Call call, long keys) {
        return keys > MANY_KEYS && !call.client().is(ClientFlag.DENY_BLOCKING);
    }

    private static void finishFlush(Call call, long removed, boolean inSlices) {
        if (!inSlices && !call.client().is(ClientFlag.DENY_BLOCKING)) {
            call.keyspace().lazyFree().countFreed(removed);
        }
        call.propagation(Propagator.ALWAYS);
        call.reply().ok();
    }

    private static void swap(Call call) {
        call.integer(1, FIRST_INVALID);
        call.integer(2, SECOND_INVALID);
        Database first = DatabaseArgument.parse(call, 1, FIRST_INVALID);
        Database second = DatabaseArgument.parse(call, 2, SECOND_INVALID);
        if (call.failed()) {
            return;
        }
        call.keyspace().swap(first.index(), second.index());
        call.dirty(1);
        call.reply().ok();
    }
}
