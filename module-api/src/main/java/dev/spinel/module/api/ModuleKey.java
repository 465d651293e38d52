package dev.spinel.module.api;

import dev.spinel.engine.keyspace.Database;
import dev.spinel.engine.keyspace.Key;
import dev.spinel.engine.keyspace.KeyEvent;
import dev.spinel.engine.keyspace.Keyspace;
import dev.spinel.engine.keyspace.ValueType;
import dev.spinel.engine.struct.table.LinearTable;
import dev.spinel.module.abi.Handle;
import dev.spinel.module.abi.HandleTable;
import dev.spinel.module.abi.StringCell;

/**
 * {@code RedisModuleKey}: one key of one database, opened by a module. Every use finds the key
 * again unless nothing moved, so whatever happens to it meanwhile is seen. Lives until it is closed, perhaps more than
 * once: {@link KeyPool}. Only with the GIL.
 */
public final class ModuleKey extends Handle implements AutoMemory.Owned {
    /** Bits of the mode. */
    public static final int READ = 1;
    public static final int WRITE = 1 << 1;
    public static final int NO_TOUCH = 1 << 16;
    public static final int NO_NOTIFY = 1 << 17;
    public static final int NO_STATS = 1 << 18;
    public static final int NO_EXPIRE = 1 << 19;
    public static final int NO_EFFECTS = 1 << 20;
    public static final int ACCESS_EXPIRED = 1 << 21;

    /** Finds a key that was looked up before: without trace, whatever its expiry says. */
    static final int AGAIN = Keyspace.PEEK | Keyspace.WITH_EXPIRED;

    private final Keyspace keyspace;
    private final Key key;
    private final KeyPool pool;
    private ModuleContext context;
    private Database database;
    /** Where the key was found, and the moves of that table then. */
    private LinearTable table;
    private long moves;
    private long name;
    private int mode;
    private boolean isSilent;
    private ZsetRange range = ZsetRange.NONE;
    private StreamWalk streamWalk;

    ModuleKey(Keyspace keyspace, KeyPool pool) {
        this.keyspace = keyspace;
        this.pool = pool;
        this.key = keyspace.newKey();
    }

    /** What looks the key up: bind it to the name before {@link #open}. */
    Key probe() {
        return key;
    }

    /**
     * Begins its life; C may see it from now on.
     *
     * @param name a string, of which this takes one reference more
     */
    void open(ModuleContext context, Database database, long name, int mode) {
        this.context = context;
        this.database = database;
        this.name = name;
        this.mode = mode;
        isSilent = false;
        range = ZsetRange.NONE;
        streamWalk = null;
        remember(database.table());
        StringCell.retain(name);
        HandleTable.begin(this, 0);
    }

    /** As {@link #open}, for a key that is found without a trace. */
    static ModuleKey openSilently(ModuleContext context, Database database, long name) {
        ModuleKey key = context.module().keys().take();
        key.keyspace.read(key.key, database, StringCell.bytes(name), StringCell.length(name), AGAIN);
        key.open(context, database, name, READ);
        return key;
    }

    /** The key as it is now; valid until the next call. Found anew only when entries of its database moved. */
    Key key() {
        LinearTable current = database.table();
        if (current != table || current.moves() != moves) {
            if (table == null) throw new IllegalStateException("the key is closed");
            key.again();
            remember(current);
        }
        return key;
    }

    private void remember(LinearTable current) {
        table = current;
        moves = current.moves();
    }

    /** The key when it is absent or of this type; null when it holds something else. */
    Key keyOf(int type) {
        Key found = key();
        return found.exists() && found.type() != type ? null : found;
    }

    ModuleContext context() {
        return context;
    }

    Database database() {
        return database;
    }

    long name() {
        return name;
    }

    int mode() {
        return mode;
    }

    boolean isWritable() {
        return (mode & WRITE) != 0;
    }

    /** As {@link #isWritable}, asked by a function that is about to change the value. */
    boolean mayChange() {
        if (!isWritable()) {
            context.module().misuse("writes to a key opened for reading");
        }
        return isWritable();
    }

    /** Whether fields whose time is over are shown. */
    boolean seesExpired() {
        return (mode & ACCESS_EXPIRED) != 0;
    }

    /** The walk over a stream that was begun; null when there is none. */
    StreamWalk streamWalk() {
        return streamWalk;
    }

    void streamWalk(StreamWalk walk) {
        streamWalk = walk;
    }

    /** Where a walk over the sorted set stands. */
    ZsetRange range() {
        return range;
    }

    void range(ZsetRange walk) {
        range = walk;
    }

    /** Closing it tells nobody, although it was open for writing: the server opened it for a callback. */
    void silence() {
        isSilent = true;
    }

    /** What a change of the value brings along: a key that came into being is announced. */
    void changed(Key changed) {
        if (changed.takeCreated()) {
            keyspace.event(KeyEvent.NEW, KeyEvent.NEW_NAME, changed);
        }
    }

    /** Removes the key when its collection has become empty. */
    void deleteIfEmpty(Key emptied) {
        if (emptied.exists() && ValueType.of(emptied.type()).length(emptied.entry()) == 0) {
            emptied.delete();
        }
    }

    /** Closes it; a key that was open for writing counts as changed, unless the module promised to tell itself. */
    @Override
    public void release() {
        if (isWritable()) {
            Key changed = key();
            keyspace.sizes().settle(changed);
            if (!isSilent && !context.module().has(LoadedModule.NO_IMPLICIT_SIGNAL_MODIFIED)) {
                keyspace.modified(changed);
            }
        }
        table = null;
        pool.put(this);
        StringCell.release(name);
    }
}
