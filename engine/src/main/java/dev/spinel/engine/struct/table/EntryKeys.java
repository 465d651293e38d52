package dev.spinel.engine.struct.table;

/**
 * How a table finds the key inside an entry block. The keyspace has the one implementation, so that the JIT
 * inlines it into every lookup; a second loaded subclass would turn that into a virtual call.
 */
public abstract class EntryKeys {
    /** Address of the first byte of the key of the entry block at {@code entry}. */
    public abstract long keyAddress(long entry);

    /** Length of that key in bytes. */
    public abstract long keyLength(long entry);
}
