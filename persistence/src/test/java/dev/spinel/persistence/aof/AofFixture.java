package dev.spinel.persistence.aof;

import dev.spinel.engine.EngineHarness;
import dev.spinel.engine.feature.persistence.AppendOnlyCommands;
import dev.spinel.engine.port.OperatorLog;
import dev.spinel.persistence.file.SimulatedDisk;
import dev.spinel.persistence.rdb.RdbSnapshotter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** A server in process with its log on a simulated disk. Side work runs at once, but a rewrite beside. */
final class AofFixture implements AutoCloseable {
    /** The process ended with code 1. */
    static final class Died extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    private final EngineHarness harness = new EngineHarness();
    private final List<String> log = new ArrayList<>();
    private final BlockingQueue<Runnable> handoffs = new LinkedBlockingQueue<>();
    private final RdbSnapshotter snapshotter;
    private final AppendOnly appendOnly;

    AofFixture(SimulatedDisk disk, String... settings) {
        OperatorLog operatorLog = new OperatorLog() {
            @Override
            public boolean isEnabled(int level) {
                return true;
            }

            @Override
            public void log(int level, String text) {
                log.add(text);
            }
        };
        snapshotter = RdbSnapshotter.register(harness.engine(), disk, handoffs::add, operatorLog, () -> true);
        set("appendonly", "yes");
        set("appendfsync", "always");
        for (int i = 0; i < settings.length; i += 2) {
            set(settings[i], settings[i + 1]);
        }
        BaseWriter bases = new SnapshotBaseWriter(harness.engine(), disk, snapshotter.file(), snapshotter.snapshots());
        appendOnly = new AppendOnly(harness.engine(), disk, operatorLog, bases, snapshotter.file(), snapshotter.progress(),
                Runnable::run, () -> { }, () -> {
                    throw new Died();
                });
        AppendOnlyCommands.register(harness.engine(), appendOnly);
        harness.engine().settings().appendonly.onApply(appendOnly::follow);
        harness.engine().settings().aofDisableAutoGc.onApply(appendOnly::followAutoGc);
        harness.engine().addCron(appendOnly::cron);
    }

    private void set(String name, String value) {
        harness.engine().settings().find(name).assignText(value);
    }

    /** Loads and opens as a server does at its start; whether it may start. */
    boolean start() {
        return appendOnly.load() && appendOnly.open();
    }

    AppendOnly appendOnly() {
        return appendOnly;
    }

    EngineHarness harness() {
        return harness;
    }

    List<String> log() {
        return log;
    }

    /** Executes a command and ends the turn: what it answers is promised. */
    String run(String... words) {
        String reply = harness.run(words);
        turn();
        return reply;
    }

    /** Ends the turn; a rewrite under way is waited for. */
    void turn() {
        harness.engine().beforeReplies();
        while (appendOnly.isRewriting()) {
            try {
                handoffs.take().run();
            } catch (InterruptedException interrupted) {
                throw new IllegalStateException(interrupted);
            }
        }
        handoffs.clear();
    }

    /** All data, to compare. */
    String digest() {
        return harness.run("DEBUG", "DIGEST");
    }

    @Override
    public void close() {
        appendOnly.close();
        snapshotter.close();
        harness.close();
    }
}
