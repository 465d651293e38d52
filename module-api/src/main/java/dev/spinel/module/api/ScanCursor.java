package dev.spinel.module.api;

import dev.spinel.module.abi.Handle;

/** {@code RedisModuleScanCursor}: how far a scan has come. */
public final class ScanCursor extends Handle {
    private long position;
    private boolean isDone;

    long position() {
        return position;
    }

    /** Where to go on; 0 is the end. */
    void position(long next) {
        position = next;
        isDone = next == 0;
    }

    boolean isDone() {
        return isDone;
    }

    void restart() {
        position = 0;
        isDone = false;
    }
}
