package dev.spinel.module.spi;

/** Serves a client that waits for keys, whenever one of them may have what it wants. */
@FunctionalInterface
public interface KeyWaiter {
    /**
     * Answers the client if the key serves it.
     *
     * @return false to let it wait on
     */
    boolean serve(ModuleContext context, byte[] key) throws Exception;
}
