package dev.spinel.module.api;

import dev.spinel.module.abi.HandleTable;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Keys a module closed, to be opened again: objects and cells are worth keeping. Each rests until some more were
 * closed, so a pointer kept too long is most often found out; always in debug mode, and in Java, where an object
 * outlives its closing, because there nothing is used again. Owned by one module; with the GIL.
 */
final class KeyPool {
    private static final int RESTING_KEYS = 16;

    private final LoadedModule module;
    private final Deque<ModuleKey> closed = new ArrayDeque<>(2 * RESTING_KEYS);

    KeyPool(LoadedModule module) {
        this.module = module;
    }

    /** A key that is not open yet. */
    ModuleKey take() {
        return closed.size() > RESTING_KEYS ? closed.pollFirst()
                : new ModuleKey(module.server().engine().keyspace(), this);
    }

    /** One that was taken and never opened. */
    void giveBack(ModuleKey key) {
        closed.addFirst(key);
    }

    /** Ends the life of a key. */
    void put(ModuleKey key) {
        if (module.isStrict() || module.isJava() || closed.size() > 2 * RESTING_KEYS) {
            HandleTable.close(key);
        } else {
            HandleTable.pause(key);
            closed.addLast(key);
        }
    }

    /** Lets go of everything that lies ready. */
    void close() {
        closed.forEach(HandleTable::close);
        closed.clear();
    }
}
