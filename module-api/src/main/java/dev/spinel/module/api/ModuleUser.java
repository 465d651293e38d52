package dev.spinel.module.api;

import dev.spinel.engine.feature.acl.AclUser;
import dev.spinel.module.abi.Handle;

/** {@code RedisModuleUser}: whom a module lets commands run as; one of the server's users, or a module's own. */
public final class ModuleUser extends Handle {
    private final AclUser user;
    private final boolean isOwn;

    ModuleUser(AclUser user, boolean isOwn) {
        this.user = user;
        this.isOwn = isOwn;
    }

    AclUser user() {
        return user;
    }

    /** Whether a module made the user, so that it goes with its handle. */
    boolean isOwn() {
        return isOwn;
    }

    String name() {
        return user.name();
    }
}
