package dev.spinel.engine.port;

/** Receives every change in the form it is repeated by the AOF and by replicas. Called on the reactor, in order. */
public interface Journal {
    /** Kinds of journals, for what only some of them get; bits. */
    int FILE = 1;
    int REPLICAS = 2;
    int ALL = FILE | REPLICAS;

    /** Which kind this one is; every kind when it wants all there is. */
    default int kind() {
        return ALL;
    }

    /**
     * Appends one command.
     *
     * @param database number the command applies to; -1 when it names no key space, as MULTI and EXEC
     * @param address RESP array of bulk strings, borrowed during the call
     * @param length its bytes
     */
    void append(int database, long address, long length);

    /** How far it reaches; grows with every change. */
    default long position() {
        return 0;
    }

    /** Everything of this turn was appended; what clients are to be promised must be kept before this returns. */
    default void beforeReplies() {}
}
