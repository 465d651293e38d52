package dev.spinel.engine.type.hyperloglog;

import dev.spinel.engine.command.Call;
import dev.spinel.engine.command.CommandTable;
import dev.spinel.engine.keyspace.Entry;
import dev.spinel.engine.keyspace.Key;
import dev.spinel.engine.memory.Mem;
import dev.spinel.engine.port.Entropy;
import dev.spinel.engine.resp.Errors;
import dev.spinel.engine.resp.ReplyBuilder;
import dev.spinel.engine.resp.Text;

/** A look inside: PFDEBUG and PFSELFTEST. One per engine. */
final class HyperLogLogDebug {
    private static final byte[] GETREG = Text.bytes("getreg");
    private static final byte[] DECODE = Text.bytes("decode");
    private static final byte[] ENCODING = Text.bytes("encoding");
    private static final byte[] TODENSE = Text.bytes("todense");
    private static final byte[] NO_KEY = Errors.bytes("ERR The specified key does not exist");
    private static final byte[] NOT_SPARSE = Errors.bytes("ERR HLL encoding is not sparse");
    private static final byte[] DISAGREE = Errors.bytes("TESTFAILED dense/sparse disagree");
    private static final long TESTED_ELEMENTS = 10_000_000;
    private static final long TESTED_SPARSE_BYTES = 3_000;
    /** Six times the standard error. */
    private static final double TOLERANCE = 6 * 1.04 / Math.sqrt(HyperLogLog.REGISTERS);
    private static final long SMALL_COUNT = 10;

    private final Entropy entropy;
    private final HyperLogLog sketch = new HyperLogLog();

    HyperLogLogDebug(Entropy entropy) {
        this.entropy = entropy;
    }

    void register(CommandTable table) {
        table.add("PFDEBUG", this::debug);
        table.add("PFSELFTEST", this::selfTest);
    }

    private void debug(Call call) {
        Key key = call.write(2);
        if (!key.exists()) {
            call.fail(NO_KEY);
        }
        sketch.open(call, key);
        if (call.failed()) {
            return;
        }
        key.encoding(Entry.RAW);
        if (call.args().is(1, GETREG)) {
            replyRegisters(call);
        } else if (call.args().is(1, DECODE)) {
            replyRuns(call);
        } else if (call.args().is(1, ENCODING)) {
            call.reply().simple(sketch.isDense() ? "dense" : "sparse");
        } else if (call.args().is(1, TODENSE)) {
            boolean isDense = sketch.isDense();
            if (toDense(call)) {
                call.reply().integer(isDense ? 0 : 1);
            }
        } else {
            call.fail(Errors.oneLine("ERR Unknown PFDEBUG subcommand '" + call.args().text(1) + "'"));
        }
    }

    private boolean toDense(Call call) {
        if (sketch.isDense()) {
            return true;
        }
        boolean isDone = sketch.toDense();
        if (isDone) {
            call.dirty(1);
        } else {
            call.fail(HyperLogLogCommands.CORRUPTED);
        }
        return isDone;
    }

    private void replyRegisters(Call call) {
        if (!toDense(call)) {
            return;
        }
        ReplyBuilder reply = call.reply();
        reply.array(HyperLogLog.REGISTERS);
        for (int i = 0; i < HyperLogLog.REGISTERS; i++) {
            reply.integer(sketch.register(i));
        }
    }

    private void replyRuns(Call call) {
        if (sketch.isDense()) {
            call.fail(NOT_SPARSE);
        } else {
            call.reply().bulk(sketch.describeRuns());
        }
    }

    /** Adds ten million elements to one of each encoding and compares the counts at every power of ten. */
    private void selfTest(Call call) {
        HyperLogLog dense = new HyperLogLog().openFree();
        HyperLogLog sparse = new HyperLogLog().openFree();
        dense.toDense();
        long element = call.scratch(Long.BYTES);
        long seed = entropy.nextLong();
        long checkpoint = 1;
        for (long i = 1; i <= TESTED_ELEMENTS && !call.failed(); i++) {
            Mem.initLong(element, i ^ seed);
            dense.add(element, Long.BYTES, TESTED_SPARSE_BYTES);
            sparse.add(element, Long.BYTES, TESTED_SPARSE_BYTES);
            if (i == checkpoint) {
                check(call, i, dense.estimate(), sparse.estimate());
                checkpoint *= 10;
            }
        }
        dense.discard();
        sparse.discard();
        if (!call.failed()) {
            call.reply().ok();
        }
    }

    private static void check(Call call, long count, long dense, long sparse) {
        if (dense != sparse) {
            call.fail(DISAGREE);
        }
        long error = Math.abs(count - dense);
        // Among few elements one collision is a large part.
        double tolerance = count == SMALL_COUNT ? 1 : Math.ceil(TOLERANCE * count);
        if (error > tolerance) {
            call.fail(Errors.bytes("TESTFAILED Too big error. card:" + count + " abserr:" + error));
        }
    }
}
