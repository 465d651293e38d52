package dev.spinel.module.api;

import dev.spinel.module.abi.Handle;

/** {@code RedisModuleUser}: whom a module lets commands run as. */
public final class ModuleUser extends Handle {
    private final String name;

    ModuleUser(String name) {
        this.name = name;
    }

    String name() {
        return name;
    }
}
