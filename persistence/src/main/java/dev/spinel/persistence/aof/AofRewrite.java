package dev.spinel.persistence.aof;

import dev.spinel.engine.Engine;
import dev.spinel.engine.port.OperatorLog;
import dev.spinel.persistence.file.OpenMode;
import java.io.IOException;

/**
 * Writes the log anew. It opens a new increment, has a {@link BaseWriter} write all data as of now, and when that is
 * done puts the new base and the increments since into the manifest, in one step. Reactor. Source:
 * rewriteAppendOnlyFileBackground, backgroundRewriteDoneHandler in aof.c.
 */
final class AofRewrite {
    private final Engine engine;
    private final OperatorLog log;
    private final CurrentManifest manifest;
    private final AofDirectory directory;
    private final BaseWriter bases;
    private final AofState state;
    private final AofJournal journal;
    private final AofSize size;
    private final RewriteSchedule schedule;
    private final DiskWatch watch;
    private boolean baseIsRdb;
    private long startSeconds;
    private long lastSeconds = -1;
    private boolean lastGood = true;
    private long count;

    AofRewrite(Engine engine, OperatorLog log, CurrentManifest manifest, BaseWriter bases, AofState state,
            AofJournal journal, AofSize size, RewriteSchedule schedule, DiskWatch watch) {
        this.engine = engine;
        this.log = log;
        this.manifest = manifest;
        this.directory = manifest.directory();
        this.bases = bases;
        this.state = state;
        this.journal = journal;
        this.size = size;
        this.schedule = schedule;
        this.watch = watch;
    }

    private void notice(String text) {
        log.log(OperatorLog.NOTICE, text);
    }

    private void warn(String text) {
        log.log(OperatorLog.WARNING, text);
    }

    private long nowMs() {
        return engine.keyspace().nowMs();
    }

    /** Whether other background work keeps one from starting. */
    boolean mustWait() {
        return bases.isBusy();
    }

    /** Seconds the last one took; -1 when there was none. */
    long lastSeconds() {
        return lastSeconds;
    }

    /** Seconds the one that runs has taken; -1 when none runs. */
    long currentSeconds() {
        return state.isRewriting() ? nowMs() / 1000 - startSeconds : -1;
    }

    boolean isLastGood() {
        return lastGood;
    }

    /** How many were started since {@link #resetStats}. */
    long count() {
        return count;
    }

    void resetStats() {
        count = 0;
    }

    /** Starts one; false, and the log says why, when that cannot be done. */
    boolean start() {
        if (!directory.make()) {
            lastGood = false;
            return false;
        }
        journal.forgetDatabase();
        journal.flush(true);
        if (!state.isOff() && !openIncrement()) {
            lastGood = false;
            return false;
        }
        baseIsRdb = engine.settings().aofUseRdbPreamble.value();
        count++;
        String complaint = bases.start(directory.temporaryBase(), baseIsRdb, this::onBaseWritten);
        if (complaint != null) {
            warn("Can't rewrite append only file in background: " + complaint);
            lastGood = false;
            return false;
        }
        state.rewriting(true);
        schedule.clear();
        startSeconds = nowMs() / 1000;
        notice("Background append only file rewriting started by pid " + ProcessHandle.current().pid());
        return true;
    }

    /** From here on changes go to an increment of their own, which the new base does not contain. */
    private boolean openIncrement() {
        AofManifest next = state.isWaiting() ? null : manifest.value().withNewIncrement(directory.filename());
        String name = next == null ? directory.temporaryIncrement() : next.lastIncrement().name();
        IncrementFile increment = manifest.openIncrement(name, OpenMode.CREATE);
        if (increment == null) {
            return false;
        }
        if (next != null && !manifest.isReplaced(next)) {
            increment.close(log);
            return false;
        }
        notice("Creating AOF incr file " + name + " on background rewrite");
        journal.writer().switchTo(increment, nowMs());
        return true;
    }

    /** Gives up the one that runs, if any. */
    void cancel() {
        if (!state.isRewriting()) {
            return;
        }
        notice("Killing running AOF rewrite child: " + ProcessHandle.current().pid());
        bases.cancel();
        state.rewriting(false);
        manifest.deletePath(directory.temporaryBase());
        if (state.isWaiting()) {
            dropTemporaryIncrement();
        }
    }

    private void dropTemporaryIncrement() {
        notice("Removing the temp incr aof file " + directory.temporaryIncrement() + " in the background");
        manifest.delete(directory.temporaryIncrement());
    }

    /** The base is written, or could not be. */
    private void onBaseWritten(String complaint) {
        state.rewriting(false);
        boolean isGood = complaint == null;
        if (isGood) {
            notice("Background AOF rewrite terminated with success");
            isGood = install();
        } else {
            warn("Write error writing append only file on disk: " + complaint);
            warn("Background AOF rewrite terminated with error");
        }
        lastGood = isGood;
        schedule.ended(isGood);
        if (!isGood) {
            manifest.deletePath(directory.temporaryBase());
        }
        if (state.isWaiting()) {
            journal.writer().buffer().clear();
            dropTemporaryIncrement();
            schedule.schedule();
        }
        lastSeconds = nowMs() / 1000 - startSeconds;
    }

    /** Puts the new base, and the increments since it began, in the place of what was. */
    private boolean install() {
        AofManifest next = manifest.value().withNewBase(directory.filename(), baseIsRdb);
        String base = next.base().name();
        if (!rename("base", directory.temporaryBase(), base)) {
            return false;
        }
        if (state.isWaiting()) {
            next = next.withNewIncrement(directory.filename());
            if (!rename("incr", directory.path(directory.temporaryIncrement()), next.lastIncrement().name())) {
                manifest.delete(base);
                return false;
            }
        }
        next = next.withRewrittenIncrements(!state.isOff());
        AofDirectory.Outcome outcome = manifest.replace(next);
        if (outcome == AofDirectory.Outcome.UNDONE) {
            deleteNew(next);
        }
        if (outcome != AofDirectory.Outcome.DONE) {
            return false;
        }
        if (!state.isOff()) {
            long begin = watch.begin();
            long baseBytes = Math.max(directory.bytes(base), 0);
            watch.ended("aof-fstat", begin);
            size.restart(baseBytes + journal.writer().file().length());
        }
        manifest.deleteHistory();
        notice("Background AOF rewrite finished successfully");
        if (state.isWaiting()) {
            state.become(AofState.Phase.ON);
        }
        return true;
    }

    /** The files of a manifest that did not come into force. */
    private void deleteNew(AofManifest next) {
        manifest.delete(next.base().name());
        if (state.isWaiting()) {
            manifest.delete(next.lastIncrement().name());
        }
    }

    /** Gives a temporary file its name in the directory. */
    private boolean rename(String kind, String from, String name) {
        String to = directory.path(name);
        long begin = watch.begin();
        try {
            directory.files().rename(from, to);
            watch.ended("aof-rename", begin);
            notice("Successfully renamed the temporary AOF " + kind + " file " + from + " into " + name);
            return true;
        } catch (IOException failure) {
            warn("Error trying to rename the temporary AOF " + kind + " file " + from + " into " + to + ": "
                    + failure.getMessage());
            return false;
        }
    }
}
