package dev.spinel.io.reactor;

import dev.spinel.engine.Engine;
import dev.spinel.engine.port.Dialer;
import dev.spinel.engine.port.EventLoop;
import dev.spinel.engine.port.GlobalLock;
import dev.spinel.engine.port.Handoff;
import dev.spinel.io.handoff.Gil;
import dev.spinel.io.handoff.JobQueue;
import dev.spinel.io.net.ConnectionSet;
import dev.spinel.io.net.Listener;
import dev.spinel.io.net.NetLimits;
import dev.spinel.io.net.OutgoingDialer;
import dev.spinel.io.net.Selectable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * The loop: before-sleep, poll, read and execute, timers, cron. One thread runs it and owns the engine; other threads
 * come in through {@link #handoff} and {@link #lock}. Mirrors ae.c.
 */
public final class Reactor implements EventLoop, AutoCloseable {
    private static final int FIRST_READY_KEYS = 64;

    private final Engine engine;
    private final Selector selector;
    private final ConnectionSet connections;
    private final Gil gil = new Gil();
    private final JobQueue jobs;
    private final List<Listener> listeners = new ArrayList<>();
    private final Consumer<SelectionKey> collector = this::collect;
    private SelectionKey[] ready = new SelectionKey[FIRST_READY_KEYS];
    private int readyCount;
    private final Thread thread = Thread.currentThread();
    private int hz = 10;
    private boolean locked = true;
    private boolean polled;
    private long turnStartNanos;
    private long turnStartCommands;
    private boolean stopped;

    public Reactor(Engine engine, NetLimits limits) throws IOException {
        this.engine = engine;
        selector = Selector.open();
        connections = new ConnectionSet(engine, selector, limits);
        jobs = new JobQueue(selector::wakeup);
        gil.lock();
    }

    public ConnectionSet connections() {
        return connections;
    }

    public Handoff handoff() {
        return jobs;
    }

    /** What opens connections to other servers. */
    public Dialer dialer() {
        return new OutgoingDialer(connections, engine, selector, jobs);
    }

    public GlobalLock lock() {
        return gil;
    }

    /** Cron turns per second. */
    public void hz(int hz) {
        this.hz = hz;
    }

    /** Starts to listen. */
    public Listener listen(SocketAddress address, int backlog) throws IOException {
        Listener listener = Listener.open(address, backlog, selector, connections, engine);
        listeners.add(listener);
        return listener;
    }

    /** Stops to listen on one address; its connections stay. */
    public void close(Listener listener) {
        listeners.remove(listener);
        try {
            listener.close();
        } catch (IOException failure) {
            throw new UncheckedIOException("closing a listener failed", failure);
        }
    }

    /** Ends {@link #run} after the current turn. On the reactor; other threads post it. */
    public void stop() {
        stopped = true;
    }

    /** Runs until stopped, on the thread that made the reactor. */
    public void run() throws IOException {
        scheduleCron();
        while (!stopped) {
            turn();
        }
    }

    private void turn() throws IOException {
        engine.beforeSleep();
        connections.beforeSleep();
        long timeout = timeoutMs();
        release();
        select(timeout);
        engine.afterSleep();
        serve(0);
        jobs.run();
        engine.tick();
        connections.stats().turned(engine.executor().nowNanos() - turnStartNanos,
                engine.executor().commandCount() - turnStartCommands);
    }

    /** Answers clients from inside a long piece of work on the reactor; false when the server is to end. */
    public boolean serveBusy() {
        serveOthers();
        jobs.run();
        return !stopped;
    }

    /** How long to sleep: until the next timer, at least not for ever. */
    private long timeoutMs() {
        long wait = engine.timers().nextDueMs() - engine.keyspace().nowMs();
        return stopped ? 0 : Math.clamp(wait, 0, 1000);
    }

    /** Collects what is ready before anything is served: serving may select again from inside. */
    private void select(long timeout) throws IOException {
        if (timeout == 0) {
            selector.selectNow(collector);
        } else {
            selector.select(collector, timeout);
        }
        acquire();
    }

    private void serve(int first) {
        for (int i = first; i < readyCount; i++) {
            SelectionKey key = ready[i];
            if (key.isValid()) {
                ((Selectable) key.attachment()).onReady(key.readyOps());
            }
        }
        Arrays.fill(ready, first, readyCount, null);
        readyCount = first;
    }

    private void collect(SelectionKey key) {
        if (readyCount == ready.length) {
            ready = Arrays.copyOf(ready, 2 * readyCount);
        }
        ready[readyCount++] = key;
    }

    @Override
    public boolean isReactor() {
        return Thread.currentThread() == thread;
    }

    @Override
    public void serveOthers() {
        connections.enterNested();
        try {
            connections.beforeSleep();
            int first = readyCount;
            select(0);
            serve(first);
            engine.executor().refreshTime();
            connections.beforeSleep();
        } catch (IOException failure) {
            throw new UncheckedIOException("polling failed", failure);
        } finally {
            connections.leaveNested();
        }
    }

    private void release() {
        if (gil.isShared()) {
            gil.unlock();
            locked = false;
        }
        polled = true;
    }

    /** Takes the lock back after the poll and reads the time, once per turn. */
    private void acquire() {
        if (!polled) {
            return;
        }
        polled = false;
        if (!locked) {
            gil.lockInLine();
            locked = true;
        }
        engine.executor().refreshTime();
        turnStartNanos = engine.executor().nowNanos();
        turnStartCommands = engine.executor().commandCount();
    }

    private void scheduleCron() {
        engine.timers().at(engine.keyspace().nowMs() + 1000 / hz, this::cron);
    }

    private void cron() {
        long start = engine.executor().nowNanos();
        engine.cron();
        if (!engine.isCronPaused()) {
            connections.cron();
        }
        engine.executor().refreshTime();
        connections.stats().cronRan(engine.executor().nowNanos() - start);
        scheduleCron();
    }

    /** Stops listening and closes all connections. */
    @Override
    public void close() throws IOException {
        for (Listener listener : listeners) {
            listener.close();
        }
        connections.close();
        selector.close();
    }
}
