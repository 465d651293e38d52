package dev.spinel.persistence.aof;

import dev.spinel.engine.config.Settings;
import dev.spinel.engine.keyspace.Keyspace;
import dev.spinel.engine.port.Journal;
import dev.spinel.engine.resp.Text;

/**
 * Takes every change, with the SELECT and the line of time it needs before it, to the {@link JournalWriter}. Reactor.
 * Source: feedAppendOnlyFile in aof.c.
 */
final class AofJournal implements Journal {
    private static final byte[] SELECT = Text.bytes("*2\r\n$6\r\nSELECT\r\n");
    private static final byte[] TIMESTAMP = Text.bytes("#TS:");
    private static final int NO_DATABASE = -1;

    private final Keyspace keyspace;
    private final Settings settings;
    private final AofState state;
    private final JournalWriter writer;
    private int selectedDatabase = NO_DATABASE;
    private long timestampSeconds;

    AofJournal(Keyspace keyspace, Settings settings, AofState state, JournalWriter writer) {
        this.keyspace = keyspace;
        this.settings = settings;
        this.state = state;
        this.writer = writer;
    }

    JournalWriter writer() {
        return writer;
    }

    @Override
    public int kind() {
        return Journal.FILE;
    }

    @Override
    public void append(int database, long address, long length) {
        if (!state.takesChanges()) {
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

    @Override
    public long position() {
        return writer.position();
    }

    /** Once a second a line tells the time, for {@code --truncate-to-timestamp}. */
    private void annotate(JournalBuffer buffer) {
        long seconds = keyspace.nowMs() / 1000;
        if (timestampSeconds < seconds) {
            timestampSeconds = seconds;
            buffer.append(TIMESTAMP);
            buffer.number(seconds);
            buffer.endLine();
        }
    }

    @Override
    public void beforeReplies() {
        flush(false);
    }

    /**
     * Writes what was appended, when there is a file.
     *
     * @param force writes even while a sync in the background would hold the write up
     */
    void flush(boolean force) {
        if (writer.isOpen()) {
            writer.flush(force, keyspace.nowMs());
        }
    }

    /** The next change names its database, as the first one of a file must. */
    void forgetDatabase() {
        selectedDatabase = NO_DATABASE;
    }
}
