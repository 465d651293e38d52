package dev.spinel.engine.type.sortedset;

import dev.spinel.engine.command.Call;
import dev.spinel.engine.keyspace.Key;
import dev.spinel.engine.keyspace.KeyEvent;

/** Where ZUNIONSTORE, ZRANGESTORE, GEOSEARCHSTORE and their kin leave what they found. */
public final class ResultStore {
    private ResultStore() {}

    /** Stores a result at a key, whatever is there, and replies its size; an empty one deletes the key. */
    public static void store(Call call, Key key, SortedSetValue result, byte[] event) {
        long count = result.count();
        if (count > 0) {
            result.storeAt(key);
            call.changed(key, KeyEvent.SORTED_SET, event);
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
