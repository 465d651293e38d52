package dev.spinel.engine.keyspace;

import dev.spinel.engine.config.Choice.MaxmemoryPolicy;
import dev.spinel.engine.memory.Arena;
import dev.spinel.engine.memory.MemoryTag;
import dev.spinel.engine.memory.Snapshot;
import dev.spinel.engine.port.Clock;
import dev.spinel.engine.port.Entropy;
import dev.spinel.engine.struct.table.LinearTable;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Makes room when the arena holds more than {@code maxmemory}: samples a few keys per database into a pool, removes the
 * one the policy likes least, and repeats for as long as its tenacity allows. Owned by the reactor. Source:
 * performEvictions in evict.c.
 */
public final class Evictor {
    private static final int MAX_SAMPLES = 64;
    private static final int VOLATILE_DRAWS = 16;
    private static final int KEYS_PER_LOOK_AT_THE_CLOCK = 16;
    private static final int MOST_TENACITY = 100;
    private static final int LINEAR_TENACITY = 10;
    private static final int MICROS_PER_TENACITY = 50;
    private static final double TENACITY_GROWTH = 1.15;

    private final Keyspace keyspace;
    private final Entropy entropy;
    private final Clock clock;
    private final Key key;
    private final Key best;
    private final EvictionPool pool = new EvictionPool();
    private final long[] slots = new long[MAX_SAMPLES];
    private Runnable onUnfinished = () -> {};
    private Runnable onPressure = () -> {};
    private Consumer<Runnable> unit = Runnable::run;
    private final Runnable removal;
    private LongSupplier replicaBytes = () -> 0;
    private long maxBytes;
    private MaxmemoryPolicy policy = MaxmemoryPolicy.NOEVICTION;
    private int samples = 5;
    private long limitNanos = Long.MAX_VALUE;
    private int nextDatabase;
    private boolean isUnfinished;
    private boolean isExempt;
    private boolean isExceeded;
    private long exceededSince;
    private long exceededNanos;

    public Evictor(Keyspace keyspace, Entropy entropy, Clock clock) {
        this.keyspace = keyspace;
        this.entropy = entropy;
        this.clock = clock;
        key = keyspace.newKey();
        best = keyspace.newKey();
        removal = () -> keyspace.evict(best);
    }

    /** {@code maxmemory}, {@code maxmemory-policy}, {@code maxmemory-samples}, {@code maxmemory-eviction-tenacity}. */
    public void configure(long maxmemory, MaxmemoryPolicy evictionPolicy, int maxmemorySamples, int tenacity) {
        maxBytes = maxmemory;
        policy = evictionPolicy;
        samples = maxmemorySamples;
        limitNanos = limitNanos(tenacity);
        pool.clear();
    }

    private static long limitNanos(int tenacity) {
        if (tenacity >= MOST_TENACITY) {
            return Long.MAX_VALUE;
        }
        double growth = Math.pow(TENACITY_GROWTH, Math.max(tenacity - LINEAR_TENACITY, 0));
        return (long) (MICROS_PER_TENACITY * 1_000L * Math.min(tenacity, LINEAR_TENACITY) * growth);
    }

    /** Who sees to it that {@link #resume} is called soon; told when time ran out before the limit held. */
    public void onUnfinished(Runnable action) {
        onUnfinished = action;
    }

    /** Who gives up other memory before keys have to go. */
    public void onPressure(Runnable action) {
        onPressure = action;
    }

    /** Who runs what removes a key as an execution unit. */
    public void unit(Consumer<Runnable> surroundings) {
        unit = surroundings;
    }

    /** Who knows the reply memory that holds what replicas have not taken yet. */
    public void replicaBytes(LongSupplier whoever) {
        replicaBytes = whoever;
    }

    /** While exempt the limit does not count: a primary sees to it. */
    public void exempt(boolean on) {
        isExempt = on;
    }

    /** Whether more is used than allowed. */
    public boolean isOver() {
        return maxBytes > 0 && !isExempt && usedBytes() > maxBytes;
    }

    /** Without what is not counted, and what is as good as free. */
    private long usedBytes() {
        return busyBytes() - replicaBytes.getAsLong();
    }

    /** Without what is kept for others than clients, and what is as good as free. */
    private long busyBytes() {
        return Arena.usedBytes() - keptBytes() - keyspace.lazyFree().pendingBytes();
    }

    /**
     * What eviction cannot free and maxmemory does not count: evicted keys would only make what replicas wait for grow.
     */
    public long notCountedBytes() {
        return keptBytes() + replicaBytes.getAsLong();
    }

    /** What a snapshot keeps, and buffers of the journals. */
    private static long keptBytes() {
        return Snapshot.keptBytes() + Arena.usedBytes(MemoryTag.JOURNAL);
    }

    /** Total time spent over the limit, in ms; {@code total_eviction_exceeded_time}. */
    public long totalExceededMs() {
        return (exceededNanos + currentExceededNanos()) / 1_000_000;
    }

    /** How long the limit has been exceeded, in ms; 0 while it holds. */
    public long currentExceededMs() {
        return currentExceededNanos() / 1_000_000;
    }

    private long currentExceededNanos() {
        return isExceeded ? clock.nanos() - exceededSince : 0;
    }

    /** CONFIG RESETSTAT. */
    public void resetStats() {
        exceededNanos = 0;
        exceededSince = clock.nanos();
    }

    /** Goes on where time ran out. */
    public void resume() {
        isUnfinished = false;
        if (isOver()) {
            makeRoom();
        }
    }

    /** Removes keys until the limit holds or time is up; false when nothing more can be removed. */
    public boolean makeRoom() {
        if (keyspace.isEvictionPaused()) {
            return true;
        }
        onPressure.run();
        long until = limitNanos == Long.MAX_VALUE ? Long.MAX_VALUE : clock.nanos() + limitNanos;
        boolean hasRoom = true;
        boolean isInTime = true;
        // What clients are told of evicted keys takes memory too: it must not cost further keys.
        long goal = dataBytes() - Math.max(usedBytes() - maxBytes, 0);
        for (int i = 1; hasRoom && isInTime && dataBytes() > goal; i++) {
            hasRoom = policy != MaxmemoryPolicy.NOEVICTION && choose();
            if (hasRoom) {
                unit.accept(removal);
            }
            isInTime = i % KEYS_PER_LOOK_AT_THE_CLOCK != 0 || until == Long.MAX_VALUE || clock.nanos() < until;
        }
        noteExceeded(!hasRoom || !isInTime && dataBytes() > goal);
        if (!isInTime && !isUnfinished && isExceeded) {
            isUnfinished = true;
            onUnfinished.run();
        }
        return hasRoom;
    }

    private long dataBytes() {
        return busyBytes() - Arena.usedBytes(MemoryTag.REPLY_BUFFER);
    }

    private void noteExceeded(boolean exceeded) {
        if (exceeded && !isExceeded) {
            exceededSince = clock.nanos();
        } else if (!exceeded && isExceeded) {
            exceededNanos += clock.nanos() - exceededSince;
        }
        isExceeded = exceeded;
    }

    private boolean choose() {
        return policy == MaxmemoryPolicy.ALLKEYS_RANDOM || policy == MaxmemoryPolicy.VOLATILE_RANDOM
            ? chooseRandom()
            : choosePooled();
    }

    /** A random key of the next database that has one, so that all databases shrink alike. */
    private boolean chooseRandom() {
        for (int i = 0; i < keyspace.databaseCount(); i++) {
            Database database = keyspace.database(nextDatabase);
            nextDatabase = (nextDatabase + 1) % keyspace.databaseCount();
            if (candidates(database) > 0 && draw(database, best)) {
                return true;
            }
        }
        return false;
    }

    /** Samples every database, then takes the best of all candidates known. */
    private boolean choosePooled() {
        boolean isPossible = true;
        while (isPossible) {
            isPossible = false;
            for (int i = 0; i < keyspace.databaseCount(); i++) {
                Database database = keyspace.database(i);
                if (candidates(database) > 0) {
                    isPossible |= sample(database);
                }
            }
            if (pool.take(keyspace, best)) {
                return true;
            }
        }
        return false;
    }

    private long candidates(Database database) {
        return policy.isAllKeys() ? database.count() : database.expiryCount();
    }

    /** Offers some keys to the pool; whether there were any. */
    private boolean sample(Database database) {
        if (policy == MaxmemoryPolicy.VOLATILE_TTL) {
            return sampleSoonest(database);
        }
        if (!policy.isAllKeys()) {
            return sampleVolatile(database);
        }
        int count = database.table().sample(entropy, slots, samples);
        for (int i = 0; i < count; i++) {
            keyspace.bindSlot(key, database, slots[i]);
            pool.offer(database, key, score(key));
        }
        return count > 0;
    }

    private boolean sampleVolatile(Database database) {
        int count = 0;
        while (count < samples && draw(database, key)) {
            pool.offer(database, key, score(key));
            count++;
        }
        return count > 0;
    }

    /** Offers the keys of the group of buckets in which something expires next: better than any sample. */
    private boolean sampleSoonest(Database database) {
        LinearTable table = database.table();
        if (table.isSweeping()) {
            return draw(database, key) && offerSoonest(database);
        }
        int soonest = -1;
        long when = LinearTable.NEVER;
        for (int group = 0; group < table.groupCount(); group++) {
            long bound = table.groupMin(group);
            if (bound < when) {
                when = bound;
                soonest = group;
            }
        }
        if (soonest < 0) {
            return false;
        }
        boolean hasKeys = false;
        table.beginSweep(soonest);
        for (long slot = table.nextSwept(); slot != LinearTable.NO_SLOT; slot = table.nextSwept()) {
            keyspace.bindSlot(key, database, slot);
            table.keepSwept(key.nextExpiry());
            if (key.expireAt() >= 0) {
                pool.offer(database, key, -key.expireAt());
                hasKeys = true;
            }
        }
        table.endSweep();
        return hasKeys || draw(database, key) && offerSoonest(database);
    }

    /** Where the next to expire are fields only: a key that was drawn. */
    private boolean offerSoonest(Database database) {
        pool.offer(database, key, -key.expireAt());
        return true;
    }

    /** Binds a random candidate; with few volatile keys among many, one that the expiry index names. */
    private boolean draw(Database database, Key drawn) {
        LinearTable table = database.table();
        for (int i = 0; i < VOLATILE_DRAWS; i++) {
            keyspace.bindSlot(drawn, database, table.random(entropy));
            if (policy.isAllKeys() || drawn.expireAt() >= 0) {
                return true;
            }
        }
        int first = entropy.nextInt(table.groupCount());
        for (int i = 0; i < table.groupCount(); i++) {
            int group = (first + i) % table.groupCount();
            if (table.groupMin(group) != LinearTable.NEVER && drawVolatile(database, group, drawn)) {
                return true;
            }
        }
        return false;
    }

    /** Binds to one of the keys of a group that have an expiry, all equally likely; false when there is none. */
    private boolean drawVolatile(Database database, int group, Key drawn) {
        LinearTable table = database.table();
        long chosen = LinearTable.NO_SLOT;
        int seen = 0;
        table.beginSweep(group);
        for (long slot = table.nextSwept(); slot != LinearTable.NO_SLOT; slot = table.nextSwept()) {
            keyspace.bindSlot(drawn, database, slot);
            table.keepSwept(drawn.nextExpiry());
            if (drawn.expireAt() >= 0 && entropy.nextInt(++seen) == 0) {
                chosen = slot;
            }
        }
        table.endSweep();
        if (chosen != LinearTable.NO_SLOT) {
            keyspace.bindSlot(drawn, database, chosen);
        }
        return chosen != LinearTable.NO_SLOT;
    }

    /** The higher, the sooner it goes. */
    private long score(Key candidate) {
        return policy.isLfu()
            ? AccessClock.MAX_COUNTER - keyspace.clock().counter(candidate.entry())
            : keyspace.clock().idleSeconds(candidate.entry());
    }
}
