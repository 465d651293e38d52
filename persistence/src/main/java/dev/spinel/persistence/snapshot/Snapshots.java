package dev.spinel.persistence.snapshot;

import dev.spinel.engine.Engine;
import dev.spinel.engine.memory.Arena;
import dev.spinel.engine.memory.MemoryTag;
import dev.spinel.engine.memory.SideThread;
import dev.spinel.engine.memory.Snapshot;
import dev.spinel.engine.port.Handoff;
import dev.spinel.engine.port.LoadedModules;
import dev.spinel.engine.port.OperatorLog;
import java.util.List;
import java.util.function.Supplier;

/**
 * Has a side thread write all data as of now while the reactor goes on. One at a time, whoever asks. Reactor; one per
 * server.
 */
public final class Snapshots implements AutoCloseable {
    private final Engine engine;
    private final Handoff handoff;
    private final OperatorLog log;
    private final Supplier<List<byte[]>> functions;
    private final int tag = MemoryTag.register("snapshot-reader", true);
    private Running running;
    private long cutMicros;
    private long cutCount;

    /** One snapshot under way. */
    private static final class Running {
        private final SnapshotView view;
        private final ReactorValues values;
        private final SnapshotWork work;
        private final long startNanos = System.nanoTime();
        private Thread thread;
        private boolean isCancelled;
        /** Good when the thread is over. */
        private boolean isDone;

        Running(SnapshotView view, ReactorValues values, SnapshotWork work) {
            this.view = view;
            this.values = values;
            this.work = work;
        }
    }

    /** @param functions sources of the function libraries */
    public Snapshots(Engine engine, Handoff handoff, OperatorLog log, Supplier<List<byte[]>> functions) {
        this.engine = engine;
        this.handoff = handoff;
        this.log = log;
        this.functions = functions;
        engine.executor().addGate(new CowGate(this, engine.settings()));
    }

    /** Whether one is under way. */
    public boolean isRunning() {
        return running != null;
    }

    /** Starts one; none may be under way. {@code work} hears of its end on the reactor, always. */
    public void start(SnapshotWork work) {
        engine.dataFileListener().onSave(work.isAof(), false);
        Running fresh = cut(work, handoff);
        long micros = cutMicros;
        engine.latencySamples().record("fork", engine.keyspace().nowMs() / 1000, micros / 1000);
        fresh.thread = Thread.ofPlatform().name("snapshot").daemon().unstarted(() -> write(fresh, micros));
        fresh.thread.start();
    }

    /** Does the work on the reactor, as SAVE wants it: when it returns, {@code work} has heard of the end. */
    public void runNow(SnapshotWork work) {
        finishOrStop();
        engine.dataFileListener().onSave(work.isAof(), true);
        Running fresh = cut(work, null);
        end(fresh, writeTold(fresh, cutMicros));
    }

    private Running cut(SnapshotWork work, Handoff whoAnswers) {
        long start = System.nanoTime();
        running = cutNow(work, whoAnswers, engine.modules());
        cutMicros = (System.nanoTime() - start) / 1000;
        cutCount++;
        return running;
    }

    private Running cutNow(SnapshotWork work, Handoff whoAnswers, LoadedModules modules) {
        Cut cut = Cut.of(engine, functions.get(), modules);
        ReactorValues values = new ReactorValues(engine.keyspace(), whoAnswers, cut, work);
        Arena.resetPeak(MemoryTag.SNAPSHOT);
        Snapshot.begin();
        engine.keyspace().preserver(values);
        if (whoAnswers != null && engine.settings().snapshotSyncModules.isSet()) {
            values.keepAll(List.of(engine.settings().snapshotSyncModules.value().split(" +")));
        }
        return new Running(new SnapshotView(cut, values, tag), values, work);
    }

    /**
     * Cuts and forgets, of which nobody hears: a server that did so often while it was young has the code of its first
     * real cut compiled, for which everybody waits. Only while none is under way.
     */
    public void rehearse() {
        Running rehearsed = cutNow(null, null, LoadedModules.NONE);
        engine.keyspace().preserver(null);
        Snapshot.end();
        rehearsed.values.close();
    }

    /** Does the work and tells JFR where it runs. */
    private static boolean writeTold(Running mine, long micros) {
        if (!FlightLog.isOn()) {
            return mine.work.write(mine.view);
        }
        SnapshotEvent event = new SnapshotEvent();
        event.begin();
        FlightLog.tell(FlightLog.CUT, micros * 1000, mine.view.cut().keyCount(), 0);
        boolean isDone = mine.work.write(mine.view);
        event.cutMicros = micros;
        event.keys = mine.view.savedKeys();
        event.keptBytes = Arena.peakBytes(MemoryTag.SNAPSHOT);
        FlightLog.tell(FlightLog.PRESERVED, 0, mine.values.savedEarly(), event.keptBytes);
        event.isDone = isDone;
        event.commit();
        return isDone;
    }

    private void write(Running mine, long micros) {
        boolean isDone = false;
        try {
            SideThread.enter();
            isDone = writeTold(mine, micros);
        } catch (RuntimeException | Error failure) {
            // Old copies are gone when memory ran out for them: what was read then makes no sense.
            if (!mine.view.isStopped()) {
                log.log(OperatorLog.WARNING, "Snapshot failed: " + failure);
            }
        }
        mine.isDone = isDone;
        handoff.post(() -> {
            if (running == mine) {
                end(mine, mine.isDone);
            }
        });
    }

    private void end(Running mine, boolean isDone) {
        long start = System.nanoTime();
        long keptBytes = Arena.peakBytes(MemoryTag.SNAPSHOT);
        boolean isWhole = isDone && !mine.view.isStopped();
        engine.keyspace().preserver(null);
        Snapshot.end();
        mine.values.close();
        running = null;
        engine.dataFileListener().onSaved(isWhole);
        mine.work.onEnd(new SnapshotResult(isWhole, mine.isCancelled, (System.nanoTime() - mine.startNanos) / 1_000_000,
                keptBytes));
        FlightLog.tell(FlightLog.FINISH, System.nanoTime() - start, mine.view.savedKeys(), 0);
    }

    /** Has the one under way end early; its work hears of the end soon. */
    public void cancel() {
        if (running != null) {
            running.isCancelled = true;
            running.view.stop();
        }
    }

    /** Ends the one under way, and waits until it is over. */
    public void stop() {
        if (running == null) {
            return;
        }
        cancel();
        join(running);
        end(running, false);
    }

    /** Makes room for another one: some work is seen through, what saves the same data is given up. */
    private void finishOrStop() {
        if (running == null || !running.work.isWaitedFor()) {
            stop();
            return;
        }
        join(running);
        end(running, running.isDone);
    }

    /** Waits for the thread, whose questions the reactor goes on to answer. */
    private static void join(Running mine) {
        boolean isInterrupted = false;
        while (mine.thread.isAlive()) {
            mine.values.answerNow();
            try {
                mine.thread.join(1);
            } catch (InterruptedException interrupted) {
                isInterrupted = true;
            }
        }
        if (isInterrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Keys written by the one under way. */
    public long savedKeys() {
        return running == null ? 0 : running.view.savedKeys();
    }

    /** Keys the one under way has to write. */
    public long totalKeys() {
        return running == null ? 0 : running.view.cut().keyCount();
    }

    /** How long the last cut took. */
    public long cutMicros() {
        return cutMicros;
    }

    public long cutCount() {
        return cutCount;
    }

    /** Gives up what is under way and frees what was kept for it. */
    @Override
    public void close() {
        stop();
        boolean isMore = true;
        while (isMore) {
            isMore = Snapshot.reclaim();
        }
        MemoryTag.unregister(tag);
    }
}
