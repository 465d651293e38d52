package dev.spinel.engine.feature.generic;

import dev.spinel.engine.command.Call;
import dev.spinel.engine.keyspace.Database;
import dev.spinel.engine.resp.Errors;

/** The number of a database as an argument. */
final class DatabaseArgument {
    private static final byte[] OUT_OF_INT_RANGE = Errors.notInRange(Integer.MIN_VALUE, Integer.MAX_VALUE);

    private DatabaseArgument() {}

    /** The database an argument names; latches what is wrong with it and answers null. */
    static Database parse(Call call, int index) {
        return parse(call, index, null);
    }

    /** @param notInteger what to answer when the argument is no number; null for the usual texts */
    static Database parse(Call call, int index, byte[] notInteger) {
        long number = call.integer(index, notInteger == null ? Errors.NOT_INTEGER : notInteger);
        if (number != (int) number) {
            call.fail(notInteger == null ? OUT_OF_INT_RANGE : notInteger);
        }
        if (number < 0 || number >= call.keyspace().databaseCount()) {
            call.fail(Errors.DB_INDEX_OUT_OF_RANGE);
        }
        return call.failed() ? null : call.keyspace().database((int) number);
    }
}
