package dev.spinel.engine.rdb;

/**
 * Where an {@link RdbWriter} leaves bytes, so that it need not keep them. Failures are latched by who implements it.
 */
public interface ByteDrain {
    /** Takes bytes, borrowed during the call. */
    void write(long address, long length);
}
