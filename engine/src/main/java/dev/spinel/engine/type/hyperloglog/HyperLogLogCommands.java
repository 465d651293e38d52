package dev.spinel.engine.type.hyperloglog;

import dev.spinel.engine.command.Call;
import dev.spinel.engine.command.CommandTable;
import dev.spinel.engine.keyspace.Entry;
import dev.spinel.engine.keyspace.Key;
import dev.spinel.engine.keyspace.KeyEvent;
import dev.spinel.engine.port.Entropy;
import dev.spinel.engine.resp.Args;
import dev.spinel.engine.resp.Errors;
import java.util.Arrays;

/** Rows and methods of the hyperloglog group; PFDEBUG is registered from here. One per engine. */
public final class HyperLogLogCommands {
    static final byte[] CORRUPTED = Errors.bytes("INVALIDOBJ Corrupted HLL object detected");
    private static final byte[] PFADD = KeyEvent.name("pfadd");

    private final HyperLogLog sketch = new HyperLogLog();
    private final byte[] highest = new byte[HyperLogLog.REGISTERS];
    private long maxSparseBytes;

    private HyperLogLogCommands() {}

    /** Adds the commands of this room. */
    public static HyperLogLogCommands register(CommandTable table, Entropy entropy) {
        HyperLogLogCommands commands = new HyperLogLogCommands();
        table.add("PFADD", commands::add);
        table.add("PFCOUNT", commands::count);
        table.add("PFMERGE", commands::merge);
        new HyperLogLogDebug(entropy).register(table);
        return commands;
    }

    /** Takes over the setting {@code hll-sparse-max-bytes}. */
    public void maxSparseBytes(long bytes) {
        maxSparseBytes = bytes;
    }

    /** Replies whether the count may have changed. Redis: pfaddCommand. */
    private void add(Call call) {
        Key key = call.write(1);
        sketch.open(call, key);
        if (call.failed()) {
            return;
        }
        int changes = openForChange(key) ? 1 : 0;
        Args args = call.args();
        for (int i = 2; i < args.count() && !call.failed(); i++) {
            int answer = sketch.add(args.address(i), args.length(i), maxSparseBytes);
            if (answer == HyperLogLog.CORRUPT) {
                call.fail(CORRUPTED);
            } else {
                changes += answer;
            }
        }
        if (call.failed()) {
            return;
        }
        if (changes > 0) {
            sketch.outdate();
            call.changed(key, KeyEvent.STRING, PFADD);
            call.dirty(changes - 1);
        }
        call.reply().integer(changes > 0 ? 1 : 0);
    }

    /** Creates what is absent, and makes the rest raw as every change of a string does; whether it was absent. */
    private boolean openForChange(Key key) {
        boolean isNew = !key.exists();
        if (isNew) {
            sketch.create();
        } else {
            key.encoding(Entry.RAW);
        }
        return isNew;
    }

    /** Replies the count of one key, kept in the value until it changes, or of all keys together. */
    private void count(Call call) {
        if (call.argCount() > 2) {
            Arrays.fill(highest, (byte) 0);
            collect(call);
            if (!call.failed()) {
                call.reply().integer(sketch.estimate(highest));
            }
            return;
        }
        Key key = call.read(1);
        sketch.open(call, key);
        if (call.failed()) {
            return;
        }
        if (!key.exists()) {
            call.reply().integer(0);
            return;
        }
        key.encoding(Entry.RAW);
        long count = sketch.knownCount();
        if (count < 0) {
            count = sketch.estimate();
            if (count == HyperLogLog.CORRUPT) {
                call.fail(CORRUPTED);
                return;
            }
            sketch.knownCount(count);
            call.changed(key);
        }
        call.reply().integer(count);
    }

    /** Merges all keys of a call into {@link #highest}; whether one of them was dense. Latches what is corrupt. */
    private boolean collect(Call call) {
        boolean isDense = false;
        for (int i = 1; i < call.argCount() && !call.failed(); i++) {
            int mark = call.keyMark();
            Key key = call.read(i);
            sketch.open(call, key);
            if (key.exists() && !call.failed()) {
                isDense |= sketch.isDense();
                if (!sketch.mergeInto(highest)) {
                    call.fail(CORRUPTED);
                }
            }
            call.releaseKeys(mark);
        }
        return isDense;
    }

    /** Replies OK; the first key becomes the union of all. Redis: pfmergeCommand. */
    private void merge(Call call) {
        Arrays.fill(highest, (byte) 0);
        boolean isDense = collect(call);
        if (call.failed()) {
            return;
        }
        Key key = call.write(1);
        sketch.open(call, key);
        openForChange(key);
        if (isDense && !sketch.toDense()) {
            call.fail(CORRUPTED);
            return;
        }
        for (int i = 0; i < HyperLogLog.REGISTERS; i++) {
            if (highest[i] > 0) {
                sketch.raise(i, highest[i], maxSparseBytes);
            }
        }
        sketch.outdate();
        call.changed(key, KeyEvent.STRING, PFADD);
        call.reply().ok();
    }
}
