package dev.spinel.engine.port;

import dev.spinel.engine.keyspace.ValueSink;
import dev.spinel.engine.keyspace.ValueSource;
import dev.spinel.engine.resp.ReplyBuilder;

/** The modules a server has loaded, as MODULE LIST and HELLO show them. */
public interface LoadedModules {
    /** A server without modules. */
    LoadedModules NONE = reply -> reply.array(0);

    /** Writes what modules keep beside the keys into an RDB file: in front of them, or behind. */
    default void saveAux(ValueSink sink, boolean before) {}

    /** Hands such data, behind its opcode, to its module; false when there is none, or it cannot read it. */
    default boolean loadAux(ValueSource source) {
        return false;
    }

    /** Whether data may be loaded while the old are in use, for all modules know what to do. */
    default boolean loadAside() {
        return true;
    }

    /** Writes an array with one map per module. */
    void list(ReplyBuilder reply);
}
