package dev.spinel.module.api;

import dev.spinel.engine.memory.Arena;
import dev.spinel.engine.memory.Mem;
import dev.spinel.engine.resp.ArgSource;
import dev.spinel.module.abi.StringCell;

/**
 * Argument vectors of a module's commands, used again from call to call: making and freeing a string per argument cost
 * more than the call itself. Only short arguments of short commands, as most are; the rest goes through {@link
 * ArgumentVector}. A string the module keeps a reference of is left to it. Owned by one module; with the GIL.
 *
 * <pre>
 *   block:  0                 128
 *           | argv 0 … 15     | own string 0 … 15, or 0 |
 * </pre>
 */
final class ArgumentPool {
    private static final int ARGUMENTS = 16;
    private static final int OWN_OFFSET = ARGUMENTS * Long.BYTES;
    private static final int BLOCK_BYTES = 2 * OWN_OFFSET;
    /** Longer arguments get strings of their own. */
    private static final int STRING_BYTES = 64;
    /** Commands that call commands of the same module need one each. */
    private static final int BLOCKS = 4;

    private final LoadedModule module;
    private final int tag;
    private final long[] blocks = new long[BLOCKS];
    private final boolean[] isTaken = new boolean[BLOCKS];

    ArgumentPool(LoadedModule module) {
        this.module = module;
        tag = module.memory().strings();
    }

    /** {@code argv} for a call; in debug mode always a fresh one, so that a pointer kept too long is found out. */
    long open(ArgSource args) {
        int free = args.count() > ARGUMENTS || module.isStrict() ? BLOCKS : freeBlock();
        if (free == BLOCKS) {
            return ArgumentVector.open(tag, args);
        }
        isTaken[free] = true;
        long argv = blocks[free];
        for (int i = 0; i < args.count(); i++) {
            Mem.initLong(argv + (long) i * Long.BYTES, string(argv + OWN_OFFSET + (long) i * Long.BYTES,
                    args.address(i), args.length(i)));
        }
        return argv;
    }

    private int freeBlock() {
        for (int i = 0; i < BLOCKS; i++) {
            if (!isTaken[i]) {
                if (blocks[i] == 0) {
                    blocks[i] = Arena.allocateZeroed(tag, BLOCK_BYTES);
                }
                return i;
            }
        }
        return BLOCKS;
    }

    private long string(long ownSlot, long bytes, long length) {
        if (length > STRING_BYTES) {
            long string = StringCell.create(tag, bytes, length);
            StringCell.keep(string);
            return string;
        }
        long own = Mem.getLong(ownSlot);
        if (own == 0) {
            own = StringCell.createBlank(tag, STRING_BYTES);
            StringCell.keep(own);
            Mem.initLong(ownSlot, own);
        }
        StringCell.refill(own, bytes, length);
        return own;
    }

    /** The call is over. */
    void close(long argv, int count) {
        for (int i = 0; i < BLOCKS; i++) {
            if (blocks[i] == argv) {
                takeBack(argv, count);
                isTaken[i] = false;
                return;
            }
        }
        ArgumentVector.close(module, argv, count);
    }

    private void takeBack(long argv, int count) {
        for (int i = 0; i < count; i++) {
            long string = Mem.getLong(argv + (long) i * Long.BYTES);
            long ownSlot = argv + OWN_OFFSET + (long) i * Long.BYTES;
            boolean isOwn = Mem.getLong(ownSlot) == string;
            if (!isOwn || !StringCell.isOnlyKept(string)) {
                AutoMemory.releaseString(module, "argument " + i, string);
                Mem.initLong(ownSlot, isOwn ? 0 : Mem.getLong(ownSlot));
            }
        }
    }

    /** Frees what lies ready. */
    void close() {
        for (int i = 0; i < BLOCKS; i++) {
            if (blocks[i] != 0) {
                for (int k = 0; k < ARGUMENTS; k++) {
                    long own = Mem.getLong(blocks[i] + OWN_OFFSET + (long) k * Long.BYTES);
                    if (own != 0) {
                        AutoMemory.releaseString(module, "argument " + k, own);
                    }
                }
                Arena.free(blocks[i]);
                blocks[i] = 0;
            }
        }
    }
}
