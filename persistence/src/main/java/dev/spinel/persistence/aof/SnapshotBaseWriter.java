package dev.spinel.persistence.aof;

import dev.spinel.engine.Engine;
import dev.spinel.engine.keyspace.Key;
import dev.spinel.engine.memory.MemoryTag;
import dev.spinel.engine.resp.Text;
import dev.spinel.persistence.file.FileStore;
import dev.spinel.persistence.file.OpenMode;
import dev.spinel.persistence.file.StoredFile;
import dev.spinel.persistence.rdb.RdbFile;
import dev.spinel.persistence.snapshot.FlightLog;
import dev.spinel.persistence.snapshot.SnapshotResult;
import dev.spinel.persistence.snapshot.SnapshotView;
import dev.spinel.persistence.snapshot.SnapshotWork;
import dev.spinel.persistence.snapshot.Snapshots;
import java.io.IOException;
import java.util.function.Consumer;

/** Writes a base by a snapshot, beside the reactor. */
final class SnapshotBaseWriter implements BaseWriter {
    private static final byte[] FUNCTION = Text.bytes("FUNCTION");
    private static final byte[] LOAD = Text.bytes("LOAD");

    private final Engine engine;
    private final FileStore files;
    private final RdbFile rdb;
    private final Snapshots snapshots;
    private long lastCopiedBytes;
    private Consumer<String> waiting;

    SnapshotBaseWriter(Engine engine, FileStore files, RdbFile rdb, Snapshots snapshots) {
        this.engine = engine;
        this.files = files;
        this.rdb = rdb;
        this.snapshots = snapshots;
    }

    @Override
    public String start(String path, boolean asRdb, Consumer<String> whenDone) {
        waiting = whenDone;
        snapshots.start(new Base(path, asRdb, whenDone));
        return null;
    }

    private void tell(Consumer<String> whenDone, String complaint) {
        if (whenDone != null && waiting == whenDone) {
            waiting = null;
            whenDone.accept(complaint);
        }
    }

    /** A base, in either form. */
    private final class Base implements SnapshotWork {
        private final String path;
        private final boolean asRdb;
        private final boolean annotates = engine.settings().aofTimestampEnabled.value();
        private final Consumer<String> whenDone;
        private final boolean syncsOnTheWay = engine.settings().aofRewriteIncrementalFsync.value();
        private volatile String complaint;
        /** What JFR will hear; null when that is nothing. */
        private RewriteEvent told;

        Base(String path, boolean asRdb, Consumer<String> whenDone) {
            this.path = path;
            this.asRdb = asRdb;
            this.whenDone = whenDone;
        }

        @Override
        public boolean write(SnapshotView data) {
            if (FlightLog.isOn()) {
                told = new RewriteEvent();
                told.begin();
            }
            try (StoredFile file = files.open(path, OpenMode.CREATE)) {
                boolean isWhole = asRdb
                        ? rdb.writeRdb(data, file, true, syncsOnTheWay)
                        : writeCommands(data, file, annotates, syncsOnTheWay);
                if (isWhole) {
                    FlightLog.sync(file);
                }
                return isWhole;
            } catch (IOException failure) {
                complaint = failure.getMessage();
                return false;
            }
        }

        @Override
        public byte[] sayOnReactor(Key key) {
            if (asRdb) {
                return null;
            }
            try (JournalBuffer commands = new JournalBuffer(MemoryTag.JOURNAL)) {
                key.valueType().rewrite(key, commands);
                return commands.copy();
            }
        }

        private void tellRecorder() {
            if (told != null) {
                told.isRdb = asRdb;
                told.complaint = complaint;
                told.commit();
            }
        }

        @Override
        public boolean isAof() {
            return true;
        }

        @Override
        public void onEnd(SnapshotResult result) {
            lastCopiedBytes = result.keptBytes();
            if (!result.isDone() && complaint == null) {
                complaint = "the snapshot was given up";
            }
            tell(whenDone, complaint);
            tellRecorder();
        }
    }

    @Override
    public void cancel() {
        if (waiting != null) {
            waiting = null;
            snapshots.cancel();
        }
    }

    @Override
    public boolean isBusy() {
        return waiting != null || snapshots.isRunning();
    }

    @Override
    public long lastCopiedBytes() {
        return lastCopiedBytes;
    }

    @Override
    public String writeNow(String path, boolean asRdb) {
        Base base = new Base(path, asRdb, null);
        snapshots.runNow(base);
        return base.complaint;
    }

    private boolean writeCommands(SnapshotView data, StoredFile file, boolean annotates, boolean syncsOnTheWay)
            throws IOException {
        try (CommandWriter writer = new CommandWriter(file, syncsOnTheWay, data.tag());
                CommandForm form = new CommandForm(writer, data.version(), data.tag())) {
            if (annotates) {
                writer.raw(Text.bytes("#TS:" + data.cutMs() / 1000 + "\r\n"));
            }
            for (byte[] source : data.functions()) {
                writer.command(FUNCTION, 3).word(LOAD).word(source);
            }
            boolean isWhole = data.writeKeys(form);
            writer.finish();
            return isWhole;
        }
    }
}
