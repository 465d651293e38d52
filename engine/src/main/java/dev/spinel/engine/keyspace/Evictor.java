package dev.spinel.engine.keyspace;

import dev.spinel.engine.config.Choice.MaxmemoryPolicy;
import dev.spinel.engine.memory.Arena;
import dev.spinel.engine.memory.Snapshot;
import dev.spinel.engine.port.Entropy;
import dev.spinel.engine.struct.table.LinearTable;

/**
 * Makes room when the arena holds more than {@code maxmemory}: samples a few keys per database, removes the one the
 * policy likes least, and repeats. Owned by the reactor. Source: performEvictions in evict.c.
 */
public final class Evictor {
    private static final int MAX_SAMPLES = 64;
    private static final int VOLATILE_DRAWS = 16;

    private final Keyspace keyspace;
    private final Entropy entropy;
    private final Key key;
    private final Key best;
    private final long[] slots = new long[MAX_SAMPLES];
    private long maxBytes;
    private MaxmemoryPolicy policy = MaxmemoryPolicy.NOEVICTION;
    private int samples = 5;
    private int nextDatabase;

    public Evictor(Keyspace keyspace, Entropy entropy) {
        this.keyspace = keyspace;
        this.entropy = entropy;
        key = keyspace.newKey();
        best = keyspace.newKey();
    }

    /** {@code maxmemory}, {@code maxmemory-policy}, {@code maxmemory-samples}. */
    public void configure(long maxmemory, MaxmemoryPolicy evictionPolicy, int maxmemorySamples) {
        maxBytes = maxmemory;
        policy = evictionPolicy;
        samples = maxmemorySamples;
    }

    /** Whether more is used than allowed. What only a running snapshot keeps is not counted: eviction cannot free it. */
    public boolean isOver() {
        return maxBytes > 0 && usedBytes() > maxBytes;
    }

    /** Without what is as good as free. */
    private long usedBytes() {
        return Arena.usedBytes() - Snapshot.keptBytes() - keyspace.lazyFree().pendingBytes();
    }

    /** Removes keys until the limit holds; false when it still does not. */
    public boolean makeRoom() {
        while (isOver()) {
            if (policy == MaxmemoryPolicy.NOEVICTION || keyspace.isExpiryPaused() || !choose()) {
                return false;
            }
            keyspace.evict(best);
        }
        return true;
    }

    private boolean choose() {
        return policy == MaxmemoryPolicy.ALLKEYS_RANDOM || policy == MaxmemoryPolicy.VOLATILE_RANDOM
                ? chooseRandom()
                : chooseBySample();
    }

    private boolean isVolatile() {
        return switch (policy) {
            case VOLATILE_LRU, VOLATILE_LFU, VOLATILE_RANDOM, VOLATILE_TTL -> true;
            default -> false;
        };
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

    private boolean chooseBySample() {
        long bestScore = Long.MIN_VALUE;
        boolean found = false;
        for (int i = 0; i < keyspace.databaseCount(); i++) {
            Database database = keyspace.database(i);
            if (candidates(database) == 0) {
                continue;
            }
            int count = sample(database);
            for (int s = 0; s < count; s++) {
                keyspace.bindSlot(key, database, slots[s]);
                long score = score(key);
                if (score > bestScore) {
                    bestScore = score;
                    keyspace.bindSlot(best, database, slots[s]);
                    found = true;
                }
            }
        }
        return found;
    }

    private int sample(Database database) {
        if (!isVolatile()) {
            return database.table().sample(entropy, slots, samples);
        }
        int count = 0;
        while (count < samples && draw(database, key)) {
            slots[count++] = database.table().find(
                    keyspace.hash(key.address(), key.length()), key.address(), key.length());
        }
        return count;
    }

    private long candidates(Database database) {
        return isVolatile() ? database.expiryCount() : database.count();
    }

    /** Binds a random candidate; with few volatile keys among many, the first that the expiry index names. */
    private boolean draw(Database database, Key drawn) {
        LinearTable table = database.table();
        for (int i = 0; i < VOLATILE_DRAWS; i++) {
            keyspace.bindSlot(drawn, database, table.random(entropy));
            if (!isVolatile() || drawn.expireAt() >= 0) {
                return true;
            }
        }
        int group = table.nextDueGroup(0, LinearTable.NEVER - 1);
        return group >= 0 && firstVolatile(database, group, drawn);
    }

    private boolean firstVolatile(Database database, int group, Key drawn) {
        LinearTable table = database.table();
        table.beginSweep(group);
        long slot = table.nextSwept();
        boolean found = slot != LinearTable.NO_SLOT;
        if (found) {
            keyspace.bindSlot(drawn, database, slot);
        }
        table.endSweep();
        return found;
    }

    /** The higher, the sooner it goes. */
    private long score(Key candidate) {
        return switch (policy) {
            case VOLATILE_TTL -> -candidate.expireAt();
            case ALLKEYS_LFU, VOLATILE_LFU -> 255 - keyspace.clock().counter(candidate.entry());
            default -> keyspace.clock().idleSeconds(candidate.entry());
        };
    }
}
