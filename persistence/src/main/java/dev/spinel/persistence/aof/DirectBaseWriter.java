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
import java.io.IOException;
import java.util.function.Consumer;

/** Writes the data as it is now, on the reactor, before {@link #start} returns. */
final class DirectBaseWriter implements BaseWriter {
    private static final byte[] SELECT = Text.bytes("SELECT");
    private static final byte[] PEXPIREAT = Text.bytes("PEXPIREAT");

    private final Engine engine;
    private final FileStore files;
    private final RdbFile rdb;
    private final Handoff handoff;
    private Consumer<String> waiting;

    DirectBaseWriter(Engine engine, FileStore files, RdbFile rdb, Handoff handoff) {
        this.engine = engine;
        this.files = files;
        this.rdb = rdb;
        this.handoff = handoff;
    }

    @Override
    public String start(String path, boolean asRdb, Consumer<String> whenDone) {
        String complaint = writeNow(path, asRdb);
        waiting = whenDone;
        handoff.post(() -> tell(whenDone, complaint));
        return null;
    }

    private void tell(Consumer<String> whenDone, String complaint) {
        if (waiting == whenDone) {
            waiting = null;
            whenDone.accept(complaint);
        }
    }

    @Override
    public void cancel() {
        waiting = null;
    }

    @Override
    public boolean isBusy() {
        return waiting != null;
    }

    @Override
    public String writeNow(String path, boolean asRdb) {
        boolean syncsOnTheWay = engine.settings().aofRewriteIncrementalFsync.value();
        try (StoredFile file = files.open(path, OpenMode.CREATE)) {
            if (asRdb) {
                rdb.write(file, true, syncsOnTheWay);
                file.sync();
            } else {
                writeCommands(file, syncsOnTheWay);
            }
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
