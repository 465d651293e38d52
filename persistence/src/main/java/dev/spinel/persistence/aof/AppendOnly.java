package dev.spinel.persistence.aof;

import dev.spinel.engine.Engine;
import dev.spinel.engine.config.Settings;
import dev.spinel.engine.port.AppendOnlyFile;
import dev.spinel.engine.port.Journal;
import dev.spinel.engine.port.OperatorLog;
import dev.spinel.engine.resp.Numbers;
import dev.spinel.engine.resp.Text;
import dev.spinel.persistence.file.FileStore;
import dev.spinel.persistence.file.OpenMode;
import dev.spinel.persistence.file.StoredFile;
import dev.spinel.persistence.rdb.LoadProgress;
import dev.spinel.persistence.rdb.RdbFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.Executor;

/**
 * The append-only log of a server: loads it, writes it, rewrites it. Owned by the reactor.
 *
 * <pre>
 *   OFF ──► WAITING ──► ON        turned on while running: changes go to a temporary increment until a base is there
 *    ▲         │         │
 *    └─────────┴─────────┘        turned off
 * </pre>
 *
 * <p>A rewrite opens a new increment, has a {@link BaseWriter} write all data as of now, and when that is done puts the
 * new base and the increments since into the manifest, in one step. Source: aof.c.
 */
public final class AppendOnly implements Journal, AppendOnlyFile, AutoCloseable {
    private static final byte[] SELECT = Text.bytes("*2\r\n$6\r\nSELECT\r\n");
    private static final byte[] TIMESTAMP = Text.bytes("#TS:");
    private static final int NO_DATABASE = -1;

    /** Whether changes are written, and where. */
    private enum State { OFF, WAITING, ON }

    private final Engine engine;
    private final Settings settings;
    private final OperatorLog log;
    private final FileStore files;
    private final BaseWriter bases;
    private final Runnable die;
    private final AofDirectory directory;
    private final AofLoader loader;
    private final BackgroundSync background;
    private final JournalWriter writer;
    private final RewriteLimit limit;
    private AofManifest manifest = AofManifest.EMPTY;
    private State state = State.OFF;
    private int selectedDatabase = NO_DATABASE;
    private long timestampSeconds;
    private boolean isLoaded;
    private boolean rewriting;
    private boolean scheduled;
    private String temporaryBase;
    private boolean baseIsRdb;
    private long rewriteStartSeconds;
    private long lastRewriteSeconds = -1;
    private boolean lastRewriteGood = true;
    private long rewriteCount;
    private long failedInARow;
    private long currentBytes;
    private long baseBytes;

    /**
     * A log that is not loaded and not written yet.
     *
     * @param side runs background work in order, on a thread of its own
     * @param die ends the process with code 1 at once
     */
    public AppendOnly(Engine engine, FileStore files, OperatorLog log, BaseWriter bases, RdbFile rdb,
            LoadProgress progress, Executor side, Runnable onSynced, Runnable die) {
        this.engine = engine;
        this.settings = engine.settings();
        this.log = log;
        this.files = files;
        this.bases = bases;
        this.die = die;
        directory = new AofDirectory(files, log, path(settings.appenddirname.value()),
                path(settings.appendfilename.value()));
        loader = new AofLoader(engine, directory, log, rdb, progress);
        background = new BackgroundSync(side, log, onSynced);
        writer = new JournalWriter(settings, log, background, die, new JournalWriter.WriteObserver() {
            @Override
            public void onWrite(long bytes) {
                currentBytes += bytes;
            }

            @Override
            public boolean isBusy() {
                return rewriting || bases.isBusy();
            }
        });
        limit = new RewriteLimit(log);
    }

    private static String path(String setting) {
        return new String(setting.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    private long nowMs() {
        return engine.keyspace().nowMs();
    }

    private void notice(String text) {
        log.log(OperatorLog.NOTICE, text);
    }

    private void warn(String text) {
        log.log(OperatorLog.WARNING, text);
    }

    // ---- Start

    /** Whether the data came from here. */
    public boolean isLoaded() {
        return isLoaded;
    }

    /** Reads the manifest, and with {@code appendonly yes} loads the data; false when the server cannot start. */
    public boolean load() {
        manifest = directory.loadManifest();
        if (manifest == null) {
            return false;
        }
        if (!settings.appendonly.value()) {
            return true;
        }
        isLoaded = true;
        if (files.exists(directory.filename()) && isUpgrade() && !upgrade()) {
            return false;
        }
        long start = engine.clock().nanos();
        AofLoader.Result result = loader.load(manifest);
        if (result == AofLoader.Result.FAILED) {
            return false;
        }
        if (result != AofLoader.Result.MISSING) {
            notice(String.format(Locale.ROOT, "DB loaded from append only file: %.3f seconds",
                    (engine.clock().nanos() - start) / 1e9));
            measure();
        }
        return true;
    }

    private void measure() {
        currentBytes = Math.max(directory.totalBytes(manifest), 0);
        baseBytes = manifest.base() == null ? 0 : Math.max(directory.bytes(manifest.base().name()), 0);
    }

    /** Whether the single file of an old version is the newest there is. */
    private boolean isUpgrade() {
        boolean isEmpty = manifest.files().isEmpty();
        boolean wasInterrupted = manifest.base() != null && manifest.increments().isEmpty()
                && manifest.base().name().equals(directory.filename()) && !directory.hasFile(directory.filename());
        return !directory.exists() || isEmpty || wasInterrupted;
    }

    /** Makes the single file of an old version the base. Every step may be repeated after a crash. */
    private boolean upgrade() {
        String old = directory.filename();
        AofManifest upgraded = manifest.withOldFile(old);
        if (!directory.make() || !isReplaced(upgraded)) {
            return false;
        }
        try {
            files.rename(old, directory.path(old));
            files.syncDirectory(directory.directory());
        } catch (IOException failure) {
            warn("Error trying to move the old AOF file " + old + " into dir " + directory.directory() + ": "
                    + failure.getMessage());
            return false;
        }
        manifest = upgraded;
        notice("Successfully migrated an old-style AOF file (" + old + ") into the AOF directory ("
                + directory.directory() + ").");
        return true;
    }

    /** Starts to write where loading ended, with {@code appendonly yes}; false when the server cannot start. */
    public boolean open() {
        if (isLoaded && settings.appendonly.value() && (!directory.make() || !makeFirstBase() || !openLastIncrement())) {
            return false;
        }
        deleteHistory();
        return follow() == null;
    }

    private boolean makeFirstBase() {
        if (!manifest.files().isEmpty()) {
            return true;
        }
        boolean asRdb = settings.aofUseRdbPreamble.value();
        AofManifest first = manifest.withNewBase(directory.filename(), asRdb);
        String temporary = "temp-rewriteaof-" + pid() + ".aof";
        String complaint = bases.writeNow(temporary, asRdb);
        if (complaint == null) {
            try {
                files.rename(temporary, directory.path(first.base().name()));
            } catch (IOException failure) {
                complaint = failure.getMessage();
            }
        }
        if (complaint != null) {
            warn("Write error writing append only file on disk: " + complaint);
            return false;
        }
        manifest = first;
        notice("Creating AOF base file " + first.base().name() + " on server start");
        return true;
    }

    private boolean openLastIncrement() {
        boolean exists = manifest.lastIncrement() != null;
        AofManifest opened = exists ? manifest : manifest.withNewIncrement(directory.filename());
        String name = opened.lastIncrement().name();
        IncrementFile increment = openIncrement(name, OpenMode.APPEND);
        if (increment == null || !exists && !isReplaced(opened)) {
            return false;
        }
        manifest = opened;
        turn(State.ON);
        writer.switchTo(increment, nowMs());
        notice((exists ? "Opening" : "Creating") + " AOF incr file " + name + " on server start");
        return true;
    }

    private IncrementFile openIncrement(String name, OpenMode mode) {
        try {
            return new IncrementFile(files.open(directory.path(name), mode));
        } catch (IOException failure) {
            warn("Can't open the append-only file " + name + ": " + failure.getMessage());
            return null;
        }
    }

    private void turn(State next) {
        if (state == State.OFF && next != State.OFF) {
            engine.propagator().addJournal(this);
        } else if (state != State.OFF && next == State.OFF) {
            engine.propagator().removeJournal(this);
        }
        state = next;
    }

    private long pid() {
        return ProcessHandle.current().pid();
    }

    // ---- Writing

    @Override
    public int kind() {
        return Journal.FILE;
    }

    @Override
    public void append(int database, long address, long length) {
        if (state == State.WAITING && !rewriting) {
            return;
        }
        JournalBuffer buffer = writer.buffer();
        int before = buffer.length();
        if (settings.aofTimestampEnabled.value()) {
            annotate(buffer);
        }
        if (database != NO_DATABASE && database != selectedDatabase) {
            buffer.append(SELECT);
            buffer.bulkInteger(database);
            selectedDatabase = database;
        }
        buffer.append(address, length);
        writer.appended(buffer.length() - before);
    }

    /** Once a second a line tells the time, for {@code --truncate-to-timestamp}. */
    private void annotate(JournalBuffer buffer) {
        long seconds = nowMs() / 1000;
        if (timestampSeconds < seconds) {
            timestampSeconds = seconds;
            buffer.append(TIMESTAMP);
            buffer.number(seconds);
            buffer.endLine();
        }
    }

    @Override
    public void beforeReplies() {
        if (writer.isOpen()) {
            writer.flush(false, nowMs());
        }
    }

    /**
     * Writes and syncs what is left, for a server that ends. False, and the log says why, while the first base is being
     * written, unless it is forced.
     */
    public boolean finish(boolean force) {
        if (rewriting && state == State.WAITING) {
            warn(force ? "Writing initial AOF. Exit anyway." : "Writing initial AOF, can't exit.");
            if (!force) {
                return false;
            }
        }
        if (rewriting) {
            warn("There is a child rewriting the AOF. Killing it!");
            cancelRewrite();
        }
        if (writer.isOpen()) {
            notice("Calling fsync() on the AOF file.");
            writer.syncForExit(nowMs());
        }
        return true;
    }

    // ---- Turned on and off

    /** Follows {@code appendonly}, unless data is being loaded; null when done, otherwise why not. */
    public String follow() {
        if (engine.keyspace().isLoading()) {
            return null;
        }
        boolean wanted = settings.appendonly.value();
        if (!wanted && state != State.OFF) {
            turnOff();
        }
        return wanted && state == State.OFF ? turnOn() : null;
    }

    private void turnOff() {
        cancelRewrite();
        if (writer.isOpen()) {
            writer.close(nowMs());
        }
        turn(State.OFF);
        selectedDatabase = NO_DATABASE;
        scheduled = false;
    }

    private String turnOn() {
        turn(State.WAITING);
        if (rewriting) {
            notice("AOF was enabled but there is already an AOF rewriting in background. Stopping background AOF and "
                    + "starting a rewrite now.");
            cancelRewrite();
        }
        if (bases.isBusy()) {
            scheduled = true;
            notice("AOF was enabled but there is already another background operation. An AOF background was scheduled "
                    + "to start when possible.");
        } else if (engine.executor().isInside("exec")) {
            scheduled = true;
            notice("AOF was enabled during a transaction. An AOF background was scheduled to start when possible.");
        } else if (!startRewrite()) {
            turn(State.OFF);
            warn("Redis needs to enable the AOF but can't trigger a background AOF rewrite operation. Check the above "
                    + "logs for more info about the error.");
            return "Unable to turn on AOF. Check server logs.";
        }
        writer.forgetFailures(nowMs());
        return null;
    }

    // ---- Rewrite

    @Override
    public Rewrite rewrite(boolean later) {
        if (rewriting) {
            return Rewrite.RUNNING;
        }
        if (later || bases.isBusy()) {
            scheduled = true;
            failedInARow = 0;
            return Rewrite.SCHEDULED;
        }
        return startRewrite() ? Rewrite.STARTED : Rewrite.FAILED;
    }

    /** Starts what was scheduled, and what the growth of the log asks for; from cron. */
    public void cron() {
        if (rewriting || bases.isBusy()) {
            return;
        }
        if (scheduled && !limit.isReached(failedInARow, nowMs() / 1000)) {
            startRewrite();
        } else if (state == State.ON && hasGrown() && !limit.isReached(failedInARow, nowMs() / 1000)) {
            notice("Starting automatic rewriting of AOF on " + growthPercent() + "% growth");
            startRewrite();
        }
    }

    private boolean hasGrown() {
        long percentage = settings.autoAofRewritePercentage.value();
        return percentage > 0 && currentBytes > settings.autoAofRewriteMinSize.value()
                && growthPercent() >= percentage;
    }

    private long growthPercent() {
        return currentBytes * 100 / Math.max(baseBytes, 1) - 100;
    }

    private boolean startRewrite() {
        if (!directory.make()) {
            lastRewriteGood = false;
            return false;
        }
        selectedDatabase = NO_DATABASE;
        if (writer.isOpen()) {
            writer.flush(true, nowMs());
        }
        if (state != State.OFF && !openIncrementForRewrite()) {
            lastRewriteGood = false;
            return false;
        }
        baseIsRdb = settings.aofUseRdbPreamble.value();
        temporaryBase = "temp-rewriteaof-bg-" + pid() + ".aof";
        rewriteCount++;
        String complaint = bases.start(temporaryBase, baseIsRdb, this::onBaseWritten);
        if (complaint != null) {
            warn("Can't rewrite append only file in background: " + complaint);
            lastRewriteGood = false;
            return false;
        }
        rewriting = true;
        scheduled = false;
        rewriteStartSeconds = nowMs() / 1000;
        notice("Background append only file rewriting started by pid " + pid());
        return true;
    }

    /** From here on changes go to an increment of their own, which the new base does not contain. */
    private boolean openIncrementForRewrite() {
        AofManifest next = state == State.WAITING ? null : manifest.withNewIncrement(directory.filename());
        String name = next == null ? directory.temporaryIncrement() : next.lastIncrement().name();
        IncrementFile increment = openIncrement(name, OpenMode.CREATE);
        if (increment == null) {
            return false;
        }
        if (next != null && !isReplaced(next)) {
            close(increment.file());
            return false;
        }
        notice("Creating AOF incr file " + name + " on background rewrite");
        writer.switchTo(increment, nowMs());
        manifest = next == null ? manifest : next;
        return true;
    }

    private void close(StoredFile file) {
        try {
            file.close();
        } catch (IOException failure) {
            warn("Closing an AOF file failed: " + failure.getMessage());
        }
    }

    private void cancelRewrite() {
        if (!rewriting) {
            return;
        }
        notice("Killing running AOF rewrite child: " + pid());
        bases.cancel();
        rewriting = false;
        background.delete(files, temporaryBase);
        if (state == State.WAITING) {
            dropTemporaryIncrement();
        }
    }

    private void dropTemporaryIncrement() {
        notice("Removing the temp incr aof file " + directory.temporaryIncrement() + " in the background");
        background.delete(files, directory.path(directory.temporaryIncrement()));
    }

    /** The base is written, or could not be. */
    private void onBaseWritten(String complaint) {
        rewriting = false;
        boolean isGood = complaint == null;
        if (isGood) {
            notice("Background AOF rewrite terminated with success");
            isGood = install();
        } else {
            warn("Write error writing append only file on disk: " + complaint);
            warn("Background AOF rewrite terminated with error");
        }
        lastRewriteGood = isGood;
        failedInARow = isGood ? 0 : failedInARow + 1;
        if (!isGood) {
            background.delete(files, temporaryBase);
        }
        if (state == State.WAITING) {
            writer.buffer().clear();
            dropTemporaryIncrement();
            scheduled = true;
        }
        lastRewriteSeconds = nowMs() / 1000 - rewriteStartSeconds;
    }

    /** Puts the new base, and the increments since it began, in the place of what was. */
    private boolean install() {
        AofManifest next = manifest.withNewBase(directory.filename(), baseIsRdb);
        String base = next.base().name();
        if (!rename("base", temporaryBase, directory.path(base), base)) {
            return false;
        }
        if (state == State.WAITING) {
            next = next.withNewIncrement(directory.filename());
            String increment = next.lastIncrement().name();
            String temporary = directory.path(directory.temporaryIncrement());
            if (!rename("incr", temporary, directory.path(increment), increment)) {
                background.delete(files, directory.path(base));
                return false;
            }
        }
        next = next.withRewrittenIncrements(state != State.OFF);
        AofDirectory.Outcome outcome = directory.replace(manifest, next);
        if (outcome != AofDirectory.Outcome.DONE) {
            if (outcome == AofDirectory.Outcome.UNDONE) {
                deleteNew(next);
            }
            return false;
        }
        manifest = next;
        if (state != State.OFF) {
            currentBytes = Math.max(directory.bytes(base), 0) + writer.file().length();
            baseBytes = currentBytes;
        }
        deleteHistory();
        notice("Background AOF rewrite finished successfully");
        if (state == State.WAITING) {
            state = State.ON;
        }
        return true;
    }

    private boolean isReplaced(AofManifest next) {
        return directory.replace(manifest, next) == AofDirectory.Outcome.DONE;
    }

    /** The files of a manifest that did not come into force. */
    private void deleteNew(AofManifest next) {
        background.delete(files, directory.path(next.base().name()));
        if (state == State.WAITING) {
            background.delete(files, directory.path(next.lastIncrement().name()));
        }
    }

    private boolean rename(String kind, String from, String to, String name) {
        try {
            files.rename(from, to);
            notice("Successfully renamed the temporary AOF " + kind + " file " + from + " into " + name);
            return true;
        } catch (IOException failure) {
            warn("Error trying to rename the temporary AOF " + kind + " file " + from + " into " + to + ": "
                    + failure.getMessage());
            return false;
        }
    }

    /** Files nobody needs any more go in the background; that they stay after a failure does no harm. */
    private void deleteHistory() {
        if (settings.aofDisableAutoGc.value() || manifest.history().isEmpty()) {
            return;
        }
        for (AofFile file : manifest.history()) {
            notice("Removing the history file " + file.name() + " in the background");
            background.delete(files, directory.path(file.name()));
        }
        AofManifest without = manifest.withoutHistory();
        if (isReplaced(without)) {
            manifest = without;
        }
    }

    // ---- What others ask

    @Override
    public boolean isOn() {
        return state != State.OFF;
    }

    @Override
    public boolean isRewriting() {
        return rewriting;
    }

    @Override
    public String failure() {
        return state == State.OFF ? null : writer.failure();
    }

    @Override
    public long position() {
        return writer.position();
    }

    @Override
    public long syncedPosition() {
        return state == State.ON ? writer.syncedPosition() : 0;
    }

    @Override
    public void writeDelayMicros(long micros) {
        writer.delayMicros(micros);
    }

    @Override
    public void resetStats() {
        rewriteCount = 0;
        writer.resetStats();
    }

    @Override
    public Status status() {
        return new Status(isOn(), rewriting, scheduled, lastRewriteSeconds,
                rewriting ? nowMs() / 1000 - rewriteStartSeconds : -1, lastRewriteGood, rewriteCount, failedInARow,
                writer.failure() == null, bases.lastCopiedBytes(), currentBytes, baseBytes, writer.buffer().length(),
                background.pendingSyncs(), writer.delayedSyncs());
    }

    @Override
    public boolean reload() {
        if (writer.isOpen()) {
            writer.flush(true, nowMs());
        }
        engine.keyspace().flushAll();
        engine.propagator().removeJournal(this);
        try {
            AofLoader.Result result = loader.load(manifest);
            return result != AofLoader.Result.FAILED;
        } finally {
            if (state != State.OFF) {
                engine.propagator().addJournal(this);
            }
        }
    }

    /** Gives memory back; the file stays as it is. {@link #finish} comes first in a server that ends in order. */
    @Override
    public void close() {
        if (state != State.OFF) {
            engine.propagator().removeJournal(this);
        }
        if (writer.isOpen()) {
            close(writer.file().file());
        }
        writer.buffer().close();
    }
}
