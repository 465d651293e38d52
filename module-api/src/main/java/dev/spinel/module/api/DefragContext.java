package dev.spinel.module.api;

import dev.spinel.module.abi.Handle;

/** {@code RedisModuleDefragCtx}: what is being moved, how long that may take, where to go on. For one callback. */
public final class DefragContext extends Handle {
    static final int NO_DATABASE = -1;

    private final LoadedModule module;
    private final long keyName;
    private final int database;
    private final long untilNanos;
    private final boolean mayResume;
    private long cursor;

    /**
     * @param keyName a string, borrowed; 0 for memory that belongs to no key
     * @param untilNanos when to stop; 0 for never
     * @param mayResume whether the callback may put a cursor aside and go on later
     */
    DefragContext(LoadedModule module, long keyName, int database, long untilNanos, boolean mayResume, long cursor) {
        this.module = module;
        this.keyName = keyName;
        this.database = database;
        this.untilNanos = untilNanos;
        this.mayResume = mayResume;
        this.cursor = cursor;
    }

    LoadedModule module() {
        return module;
    }

    long keyName() {
        return keyName;
    }

    int database() {
        return database;
    }

    boolean isTimeUp() {
        return untilNanos != 0 && module.server().engine().clock().nanos() - untilNanos >= 0;
    }

    boolean mayResume() {
        return mayResume;
    }

    long cursor() {
        return cursor;
    }

    void cursor(long position) {
        cursor = position;
    }
}
