package dev.spinel.module.api;

import dev.spinel.module.abi.Handle;

/** {@code RedisModuleBlockedClient}: a client that waits for a module. */
public final class BlockedClient extends Handle {}
