package dev.spinel.persistence.aof;

import dev.spinel.engine.Engine;
import dev.spinel.engine.keyspace.Database;
import dev.spinel.engine.keyspace.Key;
import dev.spinel.engine.keyspace.Keyspace;
import dev.spinel.engine.port.Handoff;
import dev.spinel.engine.resp.Text;
import dev.spinel.persistence.file.FileStore;
import dev.spinel.persistence.file.OpenMode;
import dev.spinel.persistence.file.StoredFile;
import dev.spinel.persistence.rdb.RdbFile;
import dev.spinel.persistence.snapshot.SnapshotResult;
import dev.spinel.persistence.snapshot.SnapshotView;
import dev.spinel.persistence.snapshot.SnapshotWork;
import dev.spinel.persistence.snapshot.Snapshots;
import java.io.IOException;
import java.util.function.Consumer;

/**
 * Writes a base in RDB form by a snapshot, beside the reactor; as commands on the reactor, before {@link #start}
 * returns.
 */
final class SnapshotBaseWriter implements BaseWriter {
    private static final byte[] SELECT = Text.bytes("SELECT");
    private static final byte[] PEXPIREAT = Text.bytes("PEXPIREAT");

    private final Engine engine;
    private final FileStore files;
    private final RdbFile rdb;
    private final Snapshots snapshots;
    private final Handoff handoff;
    private long lastCopiedBytes;
    private Consumer<String> waiting;

    SnapshotBaseWriter(Engine engine, FileStore files, RdbFile rdb, Snapshots snapshots, Handoff handoff) {
        this.engine = engine;
        this.files = files;
        this.rdb = rdb;
        this.snapshots = snapshots;
        this.handoff = handoff;
    }

    @Override
    public String start(String path, boolean asRdb, Consumer<String> whenDone) {
        waiting = whenDone;
        if (asRdb) {
            snapshots.start(new Base(path, whenDone));
            return null;
        }
        String complaint = writeNow(path, false);
        handoff.post(() -> tell(whenDone, complaint));
        return null;
    }

    private void tell(Consumer<String> whenDone, String complaint) {
        if (whenDone != null && waiting == whenDone) {
            waiting = null;
            whenDone.accept(complaint);
        }
    }

    /** A base in RDB form. */
    private final class Base implements SnapshotWork {
        private final String path;
        private final Consumer<String> whenDone;
        private final boolean syncsOnTheWay = engine.settings().aofRewriteIncrementalFsync.value();
        private volatile String complaint;

        Base(String path, Consumer<String> whenDone) {
            this.path = path;
            this.whenDone = whenDone;
        }

        @Override
        public boolean write(SnapshotView data) {
            try (StoredFile file = files.open(path, OpenMode.CREATE)) {
                boolean isWhole = rdb.writeRdb(data, file, true, syncsOnTheWay);
                if (isWhole) {
                    file.sync();
                }
                return isWhole;
            } catch (IOException failure) {
                complaint = failure.getMessage();
                return false;
            }
        }

        @Override
        public void onEnd(SnapshotResult result) {
            lastCopiedBytes = result.keptBytes();
            if (!result.isDone() && complaint == null) {
                complaint = "the snapshot was given up";
            }
            tell(whenDone, complaint);
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
        if (asRdb) {
            Base base = new Base(path, null);
            snapshots.runNow(base);
            return base.complaint;
        }
        try (StoredFile file = files.open(path, OpenMode.CREATE)) {
            writeCommands(file, engine.settings().aofRewriteIncrementalFsync.value());
            return null;
        } catch (IOException failure) {
            return failure.getMessage();
        }
    }

    private void writeCommands(StoredFile file, boolean syncsOnTheWay) throws IOException {
        Keyspace keyspace = engine.keyspace();
        Key key = keyspace.newKey();
        try (CommandWriter writer = new CommandWriter(file, syncsOnTheWay)) {
            if (engine.settings().aofTimestampEnabled.value()) {
                writer.raw(Text.bytes("#TS:" + keyspace.nowMs() / 1000 + "\r\n"));
            }
            for (int i = 0; i < keyspace.databaseCount(); i++) {
                Database database = keyspace.database(i);
                if (database.count() > 0) {
                    writer.command(SELECT, 2).integer(i);
                    database.table().forEach(slot -> {
                        keyspace.bindSlot(key, database, slot);
                        write(key, writer);
                    });
                }
            }
            writer.finish();
        }
    }

    private static void write(Key key, CommandWriter writer) {
        key.valueType().rewrite(key, writer);
        if (key.expireAt() != Key.NEVER) {
            writer.command(PEXPIREAT, 3).bytes(key.address(), key.length()).integer(key.expireAt());
        }
    }
}
