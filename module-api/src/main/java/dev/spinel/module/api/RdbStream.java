package dev.spinel.module.api;

import dev.spinel.module.abi.Handle;

/** {@code RedisModuleRdbStream}: where all data is saved to or loaded from; a file. */
public final class RdbStream extends Handle {
    private final String path;

    RdbStream(String path) {
        this.path = path;
    }

    String path() {
        return path;
    }
}
