package dev.spinel.module.api;

import dev.spinel.engine.timer.TimerQueue;
import dev.spinel.module.abi.Callbacks;
import java.util.HashMap;
import java.util.Map;

/** The timers of modules by id. One per server; owned by the thread that holds the GIL. */
final class ModuleTimers {
    private final ModuleServer server;
    private final Map<Long, ModuleTimer> timers = new HashMap<>();
    private long lastId;

    ModuleTimers(ModuleServer server) {
        this.server = server;
    }

    /** One call to come. */
    final class ModuleTimer implements Runnable {
        private final LoadedModule module;
        private final long id;
        private final long callback;
        private final long data;
        private final int database;
        private TimerQueue.Timer timer;

        private ModuleTimer(LoadedModule module, long id, long callback, long data, int database) {
            this.module = module;
            this.id = id;
            this.callback = callback;
            this.data = data;
            this.database = database;
        }

        long data() {
            return data;
        }

        long dueMs() {
            return timer.dueMs();
        }

        /** As long as its function runs, the timer is still there. */
        @Override
        public void run() {
            server.engine().executor().beginUnit();
            ModuleContext context = module.enter(null, 0);
            try {
                context.client().database(server.engine().keyspace().database(database));
                Callbacks.voidPp(callback, context.address(), data);
            } finally {
                module.leave(context);
                timers.remove(id);
                server.engine().executor().endUnit();
            }
        }
    }

    long create(LoadedModule module, long periodMs, long callback, long data, int database) {
        long dueMs = server.engine().clock().wallMicros() / 1000 + periodMs;
        ModuleTimer timer = new ModuleTimer(module, ++lastId, callback, data, database);
        timer.timer = server.engine().timers().at(dueMs, timer);
        timers.put(timer.id, timer);
        return timer.id;
    }

    /** Null when there is none, or it is another module's. */
    ModuleTimer find(LoadedModule module, long id) {
        ModuleTimer timer = timers.get(id);
        return timer == null || timer.module != module ? null : timer;
    }

    void stop(ModuleTimer timer) {
        server.engine().timers().cancel(timer.timer);
        timers.remove(timer.id);
    }

    boolean has(LoadedModule module) {
        return timers.values().stream().anyMatch(timer -> timer.module == module);
    }

    /** Stops what a module still has, when its load failed. */
    void stopAll(LoadedModule module) {
        timers.values().stream().filter(timer -> timer.module == module).toList().forEach(this::stop);
    }
}
