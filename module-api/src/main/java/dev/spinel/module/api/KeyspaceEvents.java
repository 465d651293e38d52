package dev.spinel.module.api;

import dev.spinel.engine.keyspace.Key;
import dev.spinel.engine.keyspace.Keyspace;
import dev.spinel.engine.keyspace.KeyspaceListener;
import dev.spinel.engine.memory.Arena;
import dev.spinel.module.abi.Callbacks;
import dev.spinel.module.abi.StringCell;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Tells modules what happens to keys, while it happens, and runs the jobs they post meanwhile once the execution unit
 * is over. Costs nothing before the first subscription. One per server; the thread that holds the GIL.
 */
final class KeyspaceEvents implements KeyspaceListener, AutoCloseable {
    private final ModuleServer server;
    private final List<Subscription> subscriptions = new ArrayList<>();
    private final Deque<Job> jobs = new ArrayDeque<>();
    private final EventNames names = new EventNames();
    private boolean hasEnding;

    private static final class Subscription {
        private final LoadedModule module;
        private final int kinds;
        private final long callback;
        private boolean isActive;
        /**
         * The key of the last event, 0 when there is none. It outlives its callback until the next event was told, or
         * the unit is over: redisearch keeps the key of {@code rename_from} for {@code rename_to} without retaining it.
         */
        private long lastName;

        private Subscription(LoadedModule module, int kinds, long callback) {
            this.module = module;
            this.kinds = kinds;
            this.callback = callback;
        }

        private void keep(long name) {
            if (lastName != 0) {
                StringCell.release(lastName);
            }
            lastName = name;
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
        hearEndings();
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
        subscription.keep(0);
        if (subscriptions.remove(subscription) && subscriptions.isEmpty()) {
            server.engine().keyspace().removeListener(this);
        }
    }

    /** Runs a job when the execution unit is over. */
    void post(LoadedModule module, long callback, long data, long free, int database) {
        hearEndings();
        jobs.add(new Job(module, callback, data, free, database));
    }

    private void hearEndings() {
        if (!hasEnding) {
            server.engine().executor().addUnitEnding(this::endUnit);
            hasEnding = true;
        }
    }

    private void endUnit() {
        for (int i = 0; i < subscriptions.size(); i++) {
            if (!subscriptions.get(i).isActive) {
                subscriptions.get(i).keep(0);
            }
        }
        runJobs();
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
        long known = names.address(event);
        long text = known != 0 ? known : EventNames.text(module.memory().strings(), event);
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
        if (known == 0) {
            Arena.free(text);
        }
        if (wasActive) {
            StringCell.release(name);
        } else {
            subscription.keep(name);
        }
    }

    @Override
    public void close() {
        names.close();
        subscriptions.forEach(subscription -> subscription.keep(0));
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
