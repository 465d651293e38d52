package dev.spinel.module.api;

import dev.spinel.engine.client.Client;
import dev.spinel.engine.memory.Arena;
import dev.spinel.engine.memory.Mem;
import dev.spinel.engine.memory.MemoryTag;
import dev.spinel.engine.resp.Args;
import dev.spinel.module.abi.Handle;
import dev.spinel.module.abi.HandleTable;
import dev.spinel.module.abi.StringCell;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code RedisModuleCommandFilterCtx}: the arguments of a command while filters look at them. Strings are made for the
 * arguments a filter asks for; what filters put in becomes blocks of the arguments. Lives for one command.
 */
public final class FilterContext extends Handle {
    private final Client client;
    private final Args args;
    private final List<Long> strings = new ArrayList<>();

    FilterContext(Client client, Args args) {
        this.client = client;
        this.args = args;
        for (int i = 0; i < args.count(); i++) {
            strings.add(0L);
        }
    }

    Client client() {
        return client;
    }

    int count() {
        return args.count();
    }

    /** The argument as a string that lives until the command was filtered; 0 when there is none. */
    long string(int index) {
        if (index < 0 || index >= args.count()) {
            return 0;
        }
        long string = strings.get(index);
        if (string == 0) {
            string = StringCell.create(MemoryTag.SERVER, args.address(index), args.length(index));
            strings.set(index, string);
        }
        return string;
    }

    /** Inserts an argument and takes over the reference to it. */
    boolean insert(int index, long string) {
        if (index < 0 || index > args.count()) {
            return false;
        }
        args.insertBlock(index, copy(string), StringCell.length(string));
        strings.add(index, string);
        return true;
    }

    /** Replaces an argument and takes over the reference to the new one. */
    boolean replace(int index, long string) {
        if (index < 0 || index >= args.count()) {
            return false;
        }
        args.setBlock(index, copy(string), StringCell.length(string));
        drop(strings.set(index, string));
        return true;
    }

    boolean delete(int index) {
        if (index < 0 || index >= args.count()) {
            return false;
        }
        args.remove(index);
        drop(strings.remove(index));
        return true;
    }

    private static long copy(long string) {
        long length = StringCell.length(string);
        long block = Arena.allocate(MemoryTag.QUERY_BUFFER, Math.max(1, length));
        Mem.initCopy(StringCell.bytes(string), block, length);
        return block;
    }

    private static void drop(long string) {
        if (string != 0) {
            StringCell.release(string);
        }
    }

    void close() {
        strings.forEach(FilterContext::drop);
        strings.clear();
        HandleTable.close(this);
    }
}
