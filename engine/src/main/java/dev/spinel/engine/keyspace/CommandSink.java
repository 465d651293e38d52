package dev.spinel.engine.keyspace;

import dev.spinel.engine.struct.listpack.ListpackReader;

/** Where a value is written as the commands that make it: the rewritten AOF without an RDB inside. */
public interface CommandSink {
    /** Starts a command of {@code words} words, its name among them; follow with the other methods. */
    CommandSink command(byte[] name, long words);

    CommandSink word(byte[] text);

    CommandSink bytes(long address, long length);

    CommandSink integer(long value);

    /** What a listpack has at one place. */
    default CommandSink element(ListpackReader element) {
        return element.isInteger() ? integer(element.integer()) : bytes(element.address(), element.length());
    }
}
