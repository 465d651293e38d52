package dev.spinel.engine.keyspace;

import dev.spinel.engine.keyspace.RemovalListener.Removal;
import dev.spinel.engine.port.Entropy;
import dev.spinel.engine.struct.table.EntryKeys;
import dev.spinel.engine.struct.table.LinearTable;
import dev.spinel.engine.struct.table.SipHash;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * All databases, and the one way to look a key up: expired keys are removed on the way, the access clock is touched,
 * hits and misses are counted. Owned by the reactor; one per engine.
 */
public final class Keyspace {
    /** Lookup flags: leave the access clock alone. */
    public static final int NO_TOUCH = 1;
    /** Lookup flags: count neither hit nor miss. */
    public static final int NO_STATS = 1 << 1;
    /** Lookup flags: announce no miss. */
    public static final int NO_NOTIFY = 1 << 2;
    /** Lookup flags: answer an expired key as if it were alive. */
    public static final int WITH_EXPIRED = 1 << 3;
    private static final int AVERAGE_DRAWS = 20;
    private static final int FOR_WRITE = 1 << 4;
    /** Lookup flags: answer an expired key as absent, but leave it where it is. */
    public static final int KEEP_EXPIRED = 1 << 5;
    /** Lookup flags: a look from outside the command, without any trace. */
    public static final int PEEK = NO_TOUCH | NO_STATS | NO_NOTIFY;

    private final SipHash hasher;
    private final Entropy entropy;
    private final Database[] databases;
    private final AccessClock clock = new AccessClock();
    private final KeyspaceStats stats = new KeyspaceStats();
    private final EntrySpaces spaces = new EntrySpaces();
    private final LazyFree lazyFree = new LazyFree(spaces::giveBack);
    private final SizeBooks sizes = new SizeBooks();
    private final List<KeyspaceListener> registered = new ArrayList<>();
    private KeyspaceListener[] listeners = {};
    private long nowMs;
    private boolean expiryPaused;
    /** Null unless this server follows another one. */
    private BooleanSupplier obeys;
    private boolean loading;
    private boolean servesWhileLoading;
    private ValuePreserver preserver;
    private RemovalListener removalListener;
    private boolean tellingRemoval;
    private boolean sharesIntegers = true;

    public Keyspace(int databaseCount, Entropy entropy) {
        this.entropy = entropy;
        hasher = new SipHash(entropy.nextLong(), entropy.nextLong());
        databases = new Database[databaseCount];
        for (int i = 0; i < databaseCount; i++) {
            databases[i] = new Database(i, newTable(), spaces.take());
        }
    }

    /** How tables read the name of an entry. */
    private static final class EntryNames extends EntryKeys {
        static final EntryNames INSTANCE = new EntryNames();

        @Override
        public long keyAddress(long entry) {
            return Entry.keyAddress(entry);
        }

        @Override
        public long keyLength(long entry) {
            return Entry.keyLength(entry);
        }
    }

    public int databaseCount() {
        return databases.length;
    }

    public Database database(int index) {
        return databases[index];
    }

    public AccessClock clock() {
        return clock;
    }

    public KeyspaceStats stats() {
        return stats;
    }

    /** Which deletions may be put off. */
    public LazyFree lazyFree() {
        return lazyFree;
    }

    /** What keeps the histograms of INFO keysizes. */
    public SizeBooks sizes() {
        return sizes;
    }

    /** Time of the running command, ms since the epoch. */
    public long nowMs() {
        return nowMs;
    }

    /** Sets the time all lookups use. */
    public void nowMs(long nowMs) {
        this.nowMs = nowMs;
        clock.nowMs(nowMs);
    }

    /** While paused expired keys look absent but stay where they are, as during CLIENT PAUSE. */
    public void pauseExpiry(boolean paused) {
        expiryPaused = paused;
    }

    /**
     * While another server is followed nothing goes by itself, as the deletions come from there: what is due looks
     * absent to everybody but the primary. Null ends it.
     *
     * @param isObeying whether a command of the primary runs
     */
    public void follow(BooleanSupplier isObeying) {
        obeys = isObeying;
    }

    /** Whether another server is followed. */
    public boolean isFollowing() {
        return obeys != null;
    }

    /** Whether a command of the primary runs, to which everything is alive that it has not removed. */
    public boolean isObeying() {
        return obeys != null && obeys.getAsBoolean();
    }

    /** While a dataset is being loaded nothing expires by itself: the deletions are in what is loaded. */
    public void loading(boolean loading) {
        this.loading = loading;
    }

    public boolean isLoading() {
        return loading;
    }

    /** Whether the data everybody sees while a dataset is being loaded are whole: those that will be replaced. */
    public void servesWhileLoading(boolean serves) {
        servesWhileLoading = serves;
    }

    public boolean isServingWhileLoading() {
        return loading && servesWhileLoading;
    }

    /** Whether a key that is given this expiry is gone at once. Source: checkAlreadyExpired in expire.c. */
    public boolean isAlreadyExpired(long atMs) {
        return isDue(atMs) && obeys == null;
    }

    private boolean isDue(long atMs) {
        return atMs <= nowMs && !loading;
    }

    /** Has somebody hear of values that are about to change; null for nobody. */
    public void preserver(ValuePreserver whoever) {
        preserver = whoever;
    }

    /** Has somebody hear of values that are about to go; null for nobody. */
    public void removalListener(RemovalListener listener) {
        removalListener = listener;
    }

    /** Whether somebody is hearing of a value that goes: what is due stays until then. */
    public boolean isTellingRemoval() {
        return tellingRemoval;
    }

    /** Says that the value of an existing key goes; the key is where it was afterwards. */
    void beforeRemoval(Key key, Removal why) {
        if (removalListener != null) {
            boolean wasTelling = tellingRemoval;
            tellingRemoval = true;
            key.stayBoundDuring(() -> removalListener.onRemoval(key, why));
            tellingRemoval = wasTelling;
        }
    }

    /** Says that the value of an entry may be changed or freed now. */
    void beforeChange(long entry) {
        if (preserver != null && Entry.isRoot(entry)) {
            preserver.beforeChange(entry);
        }
    }

    /** Whether what is due looks absent but stays. */
    public boolean isExpiryPaused() {
        return expiryPaused || obeys != null;
    }

    /** Whether nothing may go for want of memory. */
    boolean isEvictionPaused() {
        return expiryPaused;
    }

    /** Whether OBJECT REFCOUNT shows small integers as shared: not while eviction needs an access clock for each. */
    boolean sharesIntegers() {
        return sharesIntegers;
    }

    public void sharesIntegers(boolean shares) {
        sharesIntegers = shares;
    }

    public void addListener(KeyspaceListener listener) {
        registered.add(listener);
        listeners = registered.toArray(new KeyspaceListener[0]);
    }

    public void removeListener(KeyspaceListener listener) {
        registered.remove(listener);
        listeners = registered.toArray(new KeyspaceListener[0]);
    }

    /** A fresh flyweight over this keyspace. */
    public Key newKey() {
        return new Key(this);
    }

    public long hash(long address, long length) {
        return hasher.hash(address, length);
    }

    /** What hashes names here, and the members of collections. */
    public SipHash hasher() {
        return hasher;
    }

    int freshClock() {
        return clock.fresh();
    }

    /** Binds {@code key} for reading: removes it when expired, counts, touches. */
    public Key read(Key key, Database database, long address, long length, int flags) {
        find(key, database, address, length, flags);
        if (key.exists()) {
            if ((flags & NO_STATS) == 0) {
                stats.hits++;
            }
            if ((flags & NO_TOUCH) == 0) {
                clock.touch(key.entry());
            }
        } else {
            missSlow(key, flags);
        }
        return key;
    }

    /** Binds {@code key} for writing: removes it when expired, touches, counts nothing. */
    public Key write(Key key, Database database, long address, long length) {
        return write(key, database, address, length, 0);
    }

    /** As {@link #write(Key, Database, long, long)}; with {@link #NO_TOUCH} the key does not count as used. */
    public Key write(Key key, Database database, long address, long length, int flags) {
        find(key, database, address, length, FOR_WRITE);
        if (key.exists()) {
            beforeChange(key.entry());
            sizes.watch(key);
            if ((flags & NO_TOUCH) == 0) {
                clock.touch(key.entry());
            }
        }
        return key;
    }

    /** Binds {@code key} and leaves no trace, except that an expired key is removed. */
    public Key peek(Key key, Database database, long address, long length) {
        find(key, database, address, length, 0);
        return key;
    }

    private void find(Key key, Database database, long address, long length, int flags) {
        key.bind(database, address, length);
        if (key.exists() && Entry.hasExpiry(key.entry())) {
            expireIfDue(key, flags);
        }
    }

    private void expireIfDue(Key key, int flags) {
        if (!isDue(Entry.expireAt(key.entry())) || (flags & WITH_EXPIRED) != 0 || tellingRemoval || isObeying()) {
            return;
        }
        if ((flags & KEEP_EXPIRED) != 0 || isExpiryPaused() && (flags & FOR_WRITE) == 0) {
            key.hide();
        } else {
            expire(key);
        }
    }

    /** Removes a key whose time has come and tells the listeners. */
    public void expire(Key key) {
        stats.expired++;
        for (KeyspaceListener listener : listeners) {
            listener.onExpired(key);
        }
        beforeRemoval(key, Removal.EXPIRED);
        remove(key, KeyEvent.EXPIRED, KeyEvent.EXPIRED_NAME, lazyFree.onExpiry());
    }

    /** Tells the listeners that a field of a key is about to go because its time has come. */
    public void fieldExpired(Key key, long address, long length) {
        stats.expiredFields++;
        sizes.watch(key);
        for (KeyspaceListener listener : listeners) {
            listener.onFieldExpired(key, address, length);
        }
    }

    /** Removes a key to make room and tells the listeners. */
    public void evict(Key key) {
        stats.evicted++;
        for (KeyspaceListener listener : listeners) {
            listener.onEvicted(key);
        }
        beforeRemoval(key, Removal.EVICTED);
        remove(key, KeyEvent.EVICTED, KeyEvent.EVICTED_NAME, lazyFree.onEviction());
    }

    private void remove(Key key, int kind, byte[] event, boolean lazily) {
        long gone = key.takeEntry();
        ValueType.of(Entry.type(gone)).onLeave(gone, key.database().index());
        modified(key);
        event(kind, event, key);
        for (KeyspaceListener listener : listeners) {
            listener.onGone(key, lazily);
        }
        lazyFree.free(gone, lazily);
    }

    /** Frees an entry that was unlinked, with its value. */
    public void free(long entry) {
        lazyFree.free(entry, lazyFree.onServerDelete());
    }

    private void missSlow(Key key, int flags) {
        if ((flags & NO_STATS) == 0) {
            stats.misses++;
        }
        if ((flags & NO_NOTIFY) == 0) {
            event(KeyEvent.KEY_MISS, KeyEvent.MISS_NAME, key);
        }
    }

    /** Tells the listeners that the value or existence of a key changed. */
    public void modified(Key key) {
        if (key.exists()) {
            clock.touchChanged(key.entry());
            sizes.settle(key);
        }
        for (KeyspaceListener listener : listeners) {
            listener.onModified(key);
        }
    }

    /** Tells the listeners a named event. */
    public void event(int kind, byte[] event, Key key) {
        for (KeyspaceListener listener : listeners) {
            listener.onEvent(kind, event, key);
        }
    }

    /** Removes all keys of one database. Lazily they are freed in the background. */
    public void flush(Database database, boolean lazily) {
        for (KeyspaceListener listener : listeners) {
            listener.onFlush(database, lazily);
        }
        clear(database, lazily);
        for (KeyspaceListener listener : listeners) {
            listener.onFlushed(database, lazily);
        }
    }

    private void clear(Database database, boolean lazily) {
        preserveAll(database);
        sizes.begin();
        int space = database.space();
        boolean inSlices = lazily && database.count() > 0 && spaces.hasSpare();
        LinearTable emptied = database.empty(newTable(), inSlices ? spaces.take() : space);
        if (inSlices) {
            lazyFree.free(emptied, space);
        } else {
            freeAll(emptied);
        }
    }

    private LinearTable newTable() {
        return new LinearTable(EntryNames.INSTANCE, hasher);
    }

    /** Removes all keys. */
    public void flushAll() {
        flushAll(false);
    }

    /** Removes all keys. Lazily they are freed in the background. */
    public void flushAll(boolean lazily) {
        for (KeyspaceListener listener : listeners) {
            listener.onFlush(null, lazily);
        }
        for (Database database : databases) {
            clear(database, lazily);
        }
        for (KeyspaceListener listener : listeners) {
            listener.onFlushed(null, lazily);
        }
    }

    private void preserveAll(Database database) {
        if (preserver != null) {
            database.table().forEach(slot -> beforeChange(database.table().entryAt(slot)));
        }
    }

    /** Swaps the contents of two databases; clients stay where they are and see the other's keys. */
    public void swap(int first, int second) {
        databases[first].swap(databases[second]);
        sizes.begin();
        for (KeyspaceListener listener : listeners) {
            listener.onSwap(databases[first], databases[second]);
        }
    }

    /** Databases that will take the place of those everybody sees. */
    public Replacement newReplacement() {
        return new Replacement(this);
    }

    Database hiddenDatabase(int index) {
        return new Database(index, newTable(), spaces.take());
    }

    /** Swaps the contents of all databases with hidden ones. */
    void replace(Database[] hidden) {
        for (KeyspaceListener listener : listeners) {
            listener.onReplace();
        }
        for (int i = 0; i < databases.length; i++) {
            databases[i].swap(hidden[i]);
        }
        sizes.begin();
        for (KeyspaceListener listener : listeners) {
            listener.onReplaced();
        }
    }

    /** Frees a hidden database with its keys, lazily in the background. */
    void dissolve(Database hidden, boolean lazily) {
        sizes.begin();
        LinearTable table = hidden.table();
        if (lazily && table.count() > 0) {
            lazyFree.free(table, hidden.space());
        } else {
            freeAll(table);
            spaces.giveBack(hidden.space());
        }
    }

    private void freeAll(LinearTable table) {
        table.forEach(slot -> lazyFree.free(table.entryAt(slot), false));
        table.clear();
    }

    /** Binds {@code key} to a random key of a database; false when it is empty. Expired keys may be met. */
    public boolean random(Key key, Database database) {
        if (database.count() == 0) {
            return false;
        }
        long slot = database.table().random(entropy);
        key.bindSlot(database, slot, database.table().entryAt(slot));
        return true;
    }

    /** Binds {@code key} to a copy of an entry, for reading its name and value only. */
    public void bindImage(Key key, Database database, long copy) {
        key.bindSlot(database, 0, copy);
    }

    /** Binds {@code key} to the entry in a known slot of a table; for scans and eviction. */
    public void bindSlot(Key key, Database database, long slot) {
        key.bindSlot(database, slot, database.table().entryAt(slot));
    }

    /** Mean time the keys with an expiry still have, in ms, judged by a few of them; 0 when there is none. */
    public long averageTtlMs(Database database) {
        if (database.expiryCount() == 0) {
            return 0;
        }
        Key key = newKey();
        long sum = 0;
        int found = 0;
        for (int draws = 0; draws < AVERAGE_DRAWS; draws++) {
            random(key, database);
            if (key.expireAt() >= 0) {
                sum += Math.max(key.expireAt() - nowMs, 0);
                found++;
            }
        }
        return found == 0 ? 0 : sum / found;
    }

    /** Keys over all databases. */
    public long count() {
        long count = 0;
        for (Database database : databases) {
            count += database.count();
        }
        return count;
    }
}
