package dev.spinel.engine.type.array;

import dev.spinel.engine.command.Call;
import dev.spinel.engine.command.CommandTable;
import dev.spinel.engine.keyspace.Key;
import dev.spinel.engine.keyspace.ValueType;
import dev.spinel.engine.resp.Errors;
import dev.spinel.engine.resp.ReplyBuilder;
import dev.spinel.engine.resp.Text;
import dev.spinel.engine.struct.array.SliceLimits;
import dev.spinel.engine.struct.array.SliceSummary;
import dev.spinel.engine.struct.array.SparseArray;

/** ARINFO: an array in numbers. */
final class InfoCommand {
    private static final byte[] FULL = Text.bytes("full");
    /** Slices that one entry of the upper directory in Redis stands for, which it has from so many slices on. */
    private static final int DIRECTORY_SLICES = 2048;
    private static final int FEWEST_DIRECTORIES = 4;

    private final ArrayValue value;

    InfoCommand(SliceLimits limits) {
        value = new ArrayValue(limits);
    }

    void register(CommandTable table) {
        table.add("ARINFO", this::info);
    }

    /** Replies a map of numbers. Errors: no such key, WRONGTYPE. Redis: arinfoCommand. */
    private void info(Call call) {
        boolean isFull = call.argCount() > 2;
        if (isFull && (call.argCount() > 3 || !call.args().is(2, FULL))) {
            call.fail(Errors.SYNTAX);
            return;
        }
        Key key = call.read(1, 0, ValueType.ARRAY);
        if (!key.exists()) {
            call.fail(Errors.NO_SUCH_KEY);
        }
        if (call.failed()) {
            return;
        }
        SparseArray array = value.open(call, key).array();
        ReplyBuilder reply = call.reply();
        reply.map(isFull ? 12 : 7);
        replyFacts(reply, array);
        if (isFull) {
            replySlices(reply, array.summarize());
        }
    }

    private static void replyFacts(ReplyBuilder reply, SparseArray array) {
        long mark = array.mark();
        integer(reply, "count", array.count());
        integer(reply, "len", array.length());
        integer(reply, "next-insert-index", mark == ArrayIndex.BEYOND ? 0 : mark);
        integer(reply, "slices", array.sliceCount());
        replyDirectories(reply, array);
        integer(reply, "slice-size", array.sliceSize());
    }

    /** What the directories of Redis would be for the same slices; ours is a tree. */
    private static void replyDirectories(ReplyBuilder reply, SparseArray array) {
        long lastSlice = Long.divideUnsigned(array.length() - 1, array.sliceSize());
        boolean isFlat = lastSlice < DIRECTORY_SLICES;
        long directories = isFlat ? 0 : array.countRuns(DIRECTORY_SLICES);
        long used = isFlat ? lastSlice + 1 : Math.max(directories, FEWEST_DIRECTORIES);
        integer(reply, "directory-size", used == 1 ? 1 : Long.highestOneBit(used - 1) << 1);
        integer(reply, "super-dir-entries", directories);
    }

    private static void replySlices(ReplyBuilder reply, SliceSummary slices) {
        integer(reply, "dense-slices", slices.denseSlices());
        integer(reply, "sparse-slices", slices.sparseSlices());
        reply.bulk("avg-dense-size");
        reply.number(slices.denseSize());
        reply.bulk("avg-dense-fill");
        reply.number(slices.denseFill());
        reply.bulk("avg-sparse-size");
        reply.number(slices.sparseSize());
    }

    private static void integer(ReplyBuilder reply, String name, long number) {
        reply.bulk(name);
        ArrayIndex.reply(reply, number);
    }
}
