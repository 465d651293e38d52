package dev.spinel.engine.feature.replication.follow;

import dev.spinel.engine.Engine;
import dev.spinel.engine.keyspace.Database;
import dev.spinel.engine.keyspace.Key;
import dev.spinel.engine.keyspace.Keyspace;
import dev.spinel.engine.keyspace.KeyspaceListener;
import dev.spinel.engine.memory.Arena;
import dev.spinel.engine.memory.Mem;
import dev.spinel.engine.memory.MemoryTag;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Queue;
import java.util.Set;

/**
 * Keys with a time to live that clients of a writable replica have changed: no primary will ever delete them, so they
 * go here. Owned by {@link Following}, which lets it listen while there is a primary; reactor. Source:
 * rememberSlaveKeyWithExpire and expireSlaveKeys in expire.c.
 */
final class LocalExpiries implements KeyspaceListener {
    private static final int KEYS_PER_TURN = 500;

    private final Engine engine;
    private final Keyspace keyspace;
    private final Following following;
    private final Key key;
    private final Set<Name> known = new HashSet<>();
    /** In the order in which they are looked at. */
    private final Queue<Name> names = new ArrayDeque<>();

    private record Name(Database database, ByteBuffer bytes) {}

    LocalExpiries(Engine engine, Following following) {
        this.engine = engine;
        this.following = following;
        keyspace = engine.keyspace();
        key = keyspace.newKey();
    }

    @Override
    public void onModified(Key changed) {
        boolean isLocal = !following.isReadOnly() && !keyspace.isObeying();
        if (isLocal && changed.exists() && changed.expireAt() >= 0) {
            Name name = new Name(changed.database(), ByteBuffer.wrap(changed.name()));
            if (known.add(name)) {
                names.add(name);
            }
        }
    }

    @Override
    public void onFlushed(Database database) {
        names.removeIf(name -> database == null || name.database() == database);
        known.removeIf(name -> database == null || name.database() == database);
    }

    @Override
    public void onReplaced() {
        clear();
    }

    /** No server is followed any more: keys go by themselves. */
    void clear() {
        names.clear();
        known.clear();
    }

    /** Removes what is due of the keys whose turn it is. */
    void cron() {
        int looks = keyspace.isLoading() ? 0 : Math.min(names.size(), KEYS_PER_TURN);
        for (int i = 0; i < looks; i++) {
            Name name = names.remove();
            if (isStillDue(name)) {
                names.add(name);
            } else {
                known.remove(name);
            }
        }
    }

    /** Removes a key whose time has come; false when there is no such key, or it has no time any more. */
    private boolean isStillDue(Name name) {
        byte[] bytes = name.bytes().array();
        long address = Arena.allocate(MemoryTag.SERVER, Math.max(bytes.length, 1));
        try {
            Mem.initCopyIn(bytes, 0, address, bytes.length);
            keyspace.read(key, name.database(), address, bytes.length, Keyspace.PEEK | Keyspace.WITH_EXPIRED);
            if (!key.exists() || key.expireAt() < 0) {
                return false;
            }
            if (key.expireAt() <= keyspace.nowMs()) {
                engine.executor().deletion(() -> keyspace.expire(key));
            }
            return key.exists();
        } finally {
            Arena.free(address);
        }
    }
}
