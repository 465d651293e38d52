package dev.spinel.module.spi;

/** Is told what happened to keys. */
@FunctionalInterface
public interface KeyListener {
    /** @param event as notifications name it, for example {@code set} */
    void onEvent(ModuleContext context, String event, byte[] key) throws Exception;
}
