package dev.spinel.engine.feature.generic;

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

    private DatabaseCommands() {}

    static void register(CommandTable table) {
        table.add("DBSIZE", call -> call.reply().integer(call.database().count()));
        table.add("FLUSHDB", DatabaseCommands::flush);
        table.add("FLUSHALL", DatabaseCommands::flushAll);
        table.add("SWAPDB", DatabaseCommands::swap);
    }

    /** Replies OK. Repeated even when the database was empty. Redis: flushdbCommand. */
    private static void flush(Call call) {
        checkMode(call);
        if (!call.failed()) {
            finishFlush(call, call.keyspace().flush(call.database()));
        }
    }

    private static void flushAll(Call call) {
        checkMode(call);
        if (!call.failed()) {
            finishFlush(call, call.keyspace().flushAll());
        }
    }

    /** Entries go with their slabs and cost the same either way, so SYNC and ASYNC do the same. */
    private static void checkMode(Call call) {
        boolean isKnown = call.argCount() == 1
            || call.argCount() == 2 && (call.args().is(1, SYNC) || call.args().is(1, ASYNC));
        if (!isKnown) {
            call.fail(Errors.SYNTAX);
        }
    }

    private static void finishFlush(Call call, long removed) {
        call.dirty(removed);
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
