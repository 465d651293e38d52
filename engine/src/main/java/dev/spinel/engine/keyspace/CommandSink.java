package dev.spinel.engine.keyspace;

/** Where a value is written as the commands that make it: the rewritten AOF without an RDB inside. */
public interface CommandSink {
    /** Starts a command of {@code words} words, its name among them; follow with the other methods. */
    CommandSink command(byte[] name, long words);

    CommandSink word(byte[] text);

    CommandSink bytes(long address, long length);

    CommandSink integer(long value);
}
