package dev.spinel.engine.propagate;

import dev.spinel.engine.keyspace.Key;
import dev.spinel.engine.keyspace.KeyspaceListener;
import dev.spinel.engine.port.Journal;
import dev.spinel.engine.resp.Text;
import java.util.function.Consumer;

/**
 * Repeats keys that go by time or for lack of memory as DEL or UNLINK, and fields as HDEL, whoever met them: what a
 * journal has missed would come back with it. Source: propagateDeletion in db.c.
 */
public final class DeletionPropagator implements KeyspaceListener {
    private static final byte[] DEL = Text.bytes("DEL");
    private static final byte[] HDEL = Text.bytes("HDEL");
    private static final byte[] UNLINK = Text.bytes("UNLINK");
    private static final long NO_FIELD = -1;

    private final Propagator propagator;
    private final Consumer<Runnable> unit;
    private final Runnable writing = this::write;
    /** What {@link #write} repeats next: a key, or a field of it unless the field's length is {@link #NO_FIELD}. */
    private Key key;
    private boolean isLazy;
    private long fieldAddress;
    private long fieldLength;

    /** @param unit runs what removes something as an execution unit */
    public DeletionPropagator(Propagator propagator, Consumer<Runnable> unit) {
        this.unit = unit;
        this.propagator = propagator;
    }

    /** The command that repeats a deletion. */
    public static byte[] command(boolean lazy) {
        return lazy ? UNLINK : DEL;
    }

    @Override
    public void onGone(Key gone, boolean lazily) {
        key = gone;
        isLazy = lazily;
        fieldLength = NO_FIELD;
        repeat();
    }

    @Override
    public void onFieldExpired(Key changed, long address, long length) {
        key = changed;
        fieldAddress = address;
        fieldLength = length;
        repeat();
    }

    private void write() {
        if (fieldLength == NO_FIELD) {
            propagator.begin(key.database(), 2).word(command(isLazy)).bytes(key.address(), key.length());
        } else {
            propagator.begin(key.database(), 3).word(HDEL).bytes(key.address(), key.length())
                .bytes(fieldAddress, fieldLength);
        }
    }

    private void repeat() {
        boolean wasQuiet = propagator.isQuiet();
        int kinds = propagator.kinds();
        propagator.quiet(false);
        propagator.kinds(Journal.ALL);
        unit.accept(writing);
        propagator.kinds(kinds);
        propagator.quiet(wasQuiet);
    }
}
