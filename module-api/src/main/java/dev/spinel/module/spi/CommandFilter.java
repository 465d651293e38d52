package dev.spinel.module.spi;

/** Sees every command before it is looked up, and may change its words. */
@FunctionalInterface
public interface CommandFilter {
    /** @param command valid until this returns */
    void filter(FilteredCommand command) throws Exception;
}
