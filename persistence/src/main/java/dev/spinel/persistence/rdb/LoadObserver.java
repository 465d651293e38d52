package dev.spinel.persistence.rdb;

/** Hears how far loading has come, and gives the server the chance to answer clients meanwhile. */
@FunctionalInterface
public interface LoadObserver {
    /** Called now and then between two keys, with the bytes read so far; false stops loading. */
    boolean onProgress(long bytes);
}
