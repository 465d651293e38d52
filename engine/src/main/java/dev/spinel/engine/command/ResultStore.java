package dev.spinel.engine.command;

import dev.spinel.engine.keyspace.FreeValue;
import dev.spinel.engine.keyspace.Key;
import dev.spinel.engine.keyspace.KeyEvent;

/** Where SUNIONSTORE, ZRANGESTORE, GEOSEARCHSTORE and their kin leave what they found. */
public final class ResultStore {
    private ResultStore() {}

    /**
     * Stores a result at a key, whatever is there, and replies its size; an empty one deletes the key.
     *
     * @param kind class of the event, of {@link KeyEvent}
     */
    public static void store(Call call, Key key, FreeValue result, int kind, byte[] event) {
        long count = result.count();
        if (count > 0) {
            result.storeAt(key);
            call.changed(key, kind, event);
        } else {
            result.discard();
            if (key.exists()) {
                key.delete();
                call.changed(key, KeyEvent.GENERIC, KeyEvent.DEL);
            }
        }
        call.reply().integer(count);
    }
}
