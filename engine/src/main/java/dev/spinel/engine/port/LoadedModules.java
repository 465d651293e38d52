package dev.spinel.engine.port;

import dev.spinel.engine.resp.ReplyBuilder;

/** The modules a server has loaded, as MODULE LIST and HELLO show them. */
public interface LoadedModules {
    /** A server without modules. */
    LoadedModules NONE = reply -> reply.array(0);

    /** Writes an array with one map per module. */
    void list(ReplyBuilder reply);
}
