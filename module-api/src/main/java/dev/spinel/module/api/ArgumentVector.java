package dev.spinel.module.api;

import dev.spinel.engine.memory.Arena;
import dev.spinel.engine.memory.Mem;
import dev.spinel.engine.resp.ArgSource;
import dev.spinel.engine.resp.Args;
import dev.spinel.module.abi.StringCell;
import java.util.List;

/**
 * {@code RedisModuleString **argv}: a block of string addresses, one reference of each. Owned by whoever opened it.
 *
 * <pre>
 *   0        8
 *   | arg 0  | arg 1  | …
 * </pre>
 */
public final class ArgumentVector {
    private ArgumentVector() {}

    /** Copies the arguments into strings under a tag. */
    public static long open(int tag, ArgSource args) {
        int count = args.count();
        long argv = Arena.allocate(tag, Math.max(1, count) * (long) Long.BYTES);
        for (int i = 0; i < count; i++) {
            put(argv, i, StringCell.create(tag, args.address(i), args.length(i)));
        }
        return argv;
    }

    /** Copies byte arrays into strings under a tag. */
    public static long open(int tag, List<byte[]> args) {
        long argv = Arena.allocate(tag, Math.max(1, args.size()) * (long) Long.BYTES);
        for (int i = 0; i < args.size(); i++) {
            put(argv, i, StringCell.create(tag, args.get(i)));
        }
        return argv;
    }

    private static void put(long argv, int index, long string) {
        StringCell.keep(string);
        Mem.initLong(argv + (long) index * Long.BYTES, string);
    }

    /** The arguments as a command has them, borrowed. */
    static Args args(long argv, int count) {
        Args args = new Args();
        for (int i = 0; i < count; i++) {
            long string = Mem.getLong(argv + (long) i * Long.BYTES);
            args.add(StringCell.bytes(string), StringCell.length(string));
        }
        return args;
    }

    /** Drops the references and frees the block; strings the module retained live on, what it broke is reported. */
    public static void close(LoadedModule module, long argv, int count) {
        for (int i = 0; i < count; i++) {
            AutoMemory.releaseString(module, "argument " + i, Mem.getLong(argv + (long) i * Long.BYTES));
        }
        Arena.free(argv);
    }
}
