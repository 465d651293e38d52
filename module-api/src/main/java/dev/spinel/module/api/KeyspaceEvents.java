package dev.spinel.module.api;

import dev.spinel.engine.keyspace.Key;
import dev.spinel.engine.keyspace.Keyspace;
import dev.spinel.engine.keyspace.KeyspaceListener;
import dev.spinel.engine.memory.Arena;
import dev.spinel.engine.memory.Mem;
import dev.spinel.module.abi.Callbacks;
import dev.spinel.module.abi.Native;
import dev.spinel.module.abi.StringCell;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Tells modules what happens to keys, while it happens, and runs the jobs they post meanwhile once the execution unit
 * is over. Costs nothing before the first subscription. One per server; the thread that holds the GIL.
 */
final class KeyspaceEvents implements KeyspaceListener {
    private final ModuleServer server;
    private final List<Subscription> subscriptions = new ArrayList<>();
    private final Deque<Job> jobs = new ArrayDeque<>();
    private boolean hasEnding;

    private static final class Subscription {
        private final LoadedModule module;
        private final int kinds;
        private final long callback;
        private boolean isActive;

        private Subscription(LoadedModule module, int kinds, long callback) {
            this.module = module;
            this.kinds = kinds;
            this.callback = callback;
        }
    }

    private record Job(LoadedModule module, long callback, long data, long free, int database) {}

    KeyspaceEvents(ModuleServer server) {
        this.server = server;
    }

    void subscribe(LoadedModule module, int kinds, long callback) {
        if (subscriptions.isEmpty()) {
            server.engine().keyspace().addListener(this);
        }
        Subscription subscription = new Subscription(module, kinds, callback);
        subscriptions.add(subscription);
        module.onClose(() -> remove(subscription));
    }

    /** False when there was no such subscription. */
    boolean unsubscribe(LoadedModule module, int kinds, long callback) {
        List<Subscription> gone = subscriptions.stream()
                .filter(s -> s.module == module && s.kinds == kinds && s.callback == callback).toList();
        gone.forEach(this::remove);
        return !gone.isEmpty();
    }

    private void remove(Subscription subscription) {
        if (subscriptions.remove(subscription) && subscriptions.isEmpty()) {
            server.engine().keyspace().removeListener(this);
        }
    }

    /** Runs a job when the execution unit is over. */
    void post(LoadedModule module, long callback, long data, long free, int database) {
        if (!hasEnding) {
            server.engine().executor().addUnitEnding(this::runJobs);
            hasEnding = true;
        }
        jobs.add(new Job(module, callback, data, free, database));
    }

    private void runJobs() {
        while (!jobs.isEmpty()) {
            Job job = jobs.poll();
            ModuleContext context = job.module.enter(null, 0);
            context.client().database(server.engine().keyspace().database(job.database));
            Callbacks.voidPp(job.callback, context.address(), job.data);
            if (job.free != 0) {
                Callbacks.voidP(job.free, job.data);
            }
            job.module.leave(context);
        }
    }

    @Override
    public void onEvent(int kind, byte[] event, Key key) {
        for (int i = 0; i < subscriptions.size(); i++) {
            Subscription subscription = subscriptions.get(i);
            boolean mayNest = subscription.module.has(LoadedModule.ALLOW_NESTED_KEYSPACE_NOTIFICATIONS);
            if ((subscription.kinds & kind) != 0 && (!subscription.isActive || mayNest)) {
                tell(subscription, kind, event, key);
            }
        }
    }

    private void tell(Subscription subscription, int kind, byte[] event, Key key) {
        LoadedModule module = subscription.module;
        long name = StringCell.create(module.memory().strings(), key.address(), key.length());
        long text = Arena.allocate(module.memory().strings(), event.length + 1L);
        Mem.initCopyIn(event, 0, text, event.length);
        Native.putByte(text + event.length, (byte) 0);
        boolean wasInside = isInsideEntry(key);
        ModuleContext context = module.enter(null, 0);
        context.client().database(key.database());
        boolean wasActive = subscription.isActive;
        subscription.isActive = true;
        Callbacks.intPipp(subscription.callback, context.address(), kind, text, name);
        subscription.isActive = wasActive;
        module.leave(context);
        if (!wasInside) {
            findAgain(key);
        }
        Arena.free(text);
        StringCell.release(name);
    }

    private static boolean isInsideEntry(Key key) {
        long entry = key.entry();
        return entry == 0 || key.address() >= entry && key.address() < entry + Arena.blockSize(entry);
    }

    /** The module may have changed anything; whoever announced the event goes on with its key. */
    private void findAgain(Key key) {
        Keyspace keyspace = server.engine().keyspace();
        keyspace.read(key, key.database(), key.address(), key.length(), ModuleKey.AGAIN);
    }
}
