package dev.spinel.engine.resp;

import dev.spinel.engine.memory.Mem;

/**
 * The arguments of one request as addresses and lengths, argument 0 being the command's name.
 *
 * <p>Borrowed: an address holds until the request's query buffer moves, at the latest until its call ends.
 */
public interface ArgSource {
    int count();

    long address(int index);

    int length(int index);

    /** A copy on the Java heap; for the slow lane only. */
    default byte[] bytes(int index) {
        return Mem.toBytes(address(index), length(index));
    }
}
