package dev.spinel.engine.propagate;

import dev.spinel.engine.keyspace.Key;
import dev.spinel.engine.keyspace.KeyspaceListener;
import dev.spinel.engine.keyspace.LazyFree;
import dev.spinel.engine.resp.Text;

/** Repeats keys that go by time or for lack of memory as DEL or UNLINK, and fields as HDEL. Source: propagateDeletion in db.c. */
public final class DeletionPropagator implements KeyspaceListener {
    private static final byte[] DEL = Text.bytes("DEL");
    private static final byte[] HDEL = Text.bytes("HDEL");
    private static final byte[] UNLINK = Text.bytes("UNLINK");

    private final LazyFree lazyFree;
    private final Propagator propagator;

    public DeletionPropagator(LazyFree lazyFree, Propagator propagator) {
        this.lazyFree = lazyFree;
        this.propagator = propagator;
    }

    /** The command that repeats a deletion. */
    public static byte[] command(boolean lazy) {
        return lazy ? UNLINK : DEL;
    }

    @Override
    public void onExpired(Key key) {
        repeat(key, lazyFree.onExpiry());
    }

    @Override
    public void onEvicted(Key key) {
        repeat(key, lazyFree.onEviction());
    }

    @Override
    public void onFieldExpired(Key key, long address, long length) {
        boolean wasQuiet = propagator.isQuiet();
        propagator.quiet(false);
        propagator.begin(key.database(), 3).word(HDEL).bytes(key.address(), key.length()).bytes(address, length);
        propagator.quiet(wasQuiet);
    }

    private void repeat(Key key, boolean lazy) {
        boolean wasQuiet = propagator.isQuiet();
        propagator.quiet(false);
        propagator.begin(key.database(), 2).word(command(lazy)).bytes(key.address(), key.length());
        propagator.quiet(wasQuiet);
    }
}
