package dev.spinel.persistence.rdb;

import dev.spinel.engine.config.LongSetting;
import java.util.concurrent.locks.LockSupport;

/** Slows loading down for tests: {@code key-load-delay} microseconds after every key, or one after that many. */
public final class LoadDelay {
    private final LongSetting delay;
    private long keys;

    public LoadDelay(LongSetting delay) {
        this.delay = delay;
    }

    /** A key, or a command, was loaded. */
    public void afterKey() {
        long micros = delay.value();
        if (micros > 0) {
            LockSupport.parkNanos(micros * 1000);
        } else if (micros < 0 && ++keys % -micros == 0) {
            LockSupport.parkNanos(1000);
        }
    }
}
