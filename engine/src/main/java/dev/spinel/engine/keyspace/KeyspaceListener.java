package dev.spinel.engine.keyspace;

/** Hears what happens to keys: WATCH, tracking, blocked clients, notifications, modules. Called on the reactor. */
public interface KeyspaceListener {
    /** The value or existence of a key changed. The key may be absent by now; its name is valid during the call. */
    default void onModified(Key key) {}

    /** A named event happened; {@code kind} is one of the bits of {@link KeyEvent}. */
    default void onEvent(int kind, byte[] event, Key key) {}

    /** All keys of a database, or of all databases when {@code database} is null, are about to go. */
    default void onFlush(Database database) {}

    /** As {@link #onFlush(Database)}, for those who want to know whether they are freed in the background. */
    default void onFlush(Database database, boolean lazily) {
        onFlush(database);
    }

    /** All keys of a database, or of all databases when {@code database} is null, are gone. */
    default void onFlushed(Database database) {}

    /** As {@link #onFlushed(Database)}, for those who want to know whether they are freed in the background. */
    default void onFlushed(Database database, boolean lazily) {
        onFlushed(database);
    }

    /** Two databases have swapped their contents. */
    default void onSwap(Database first, Database second) {}

    /** The contents of all databases are about to be replaced by others. */
    default void onReplace() {}

    /** The contents of all databases have been replaced by others. */
    default void onReplaced() {}

    /** A key that has expired is about to be removed. */
    default void onExpired(Key key) {}

    /** A field of a hash has expired; the place to propagate its deletion. Its bytes are good during the call. */
    default void onFieldExpired(Key key, long address, long length) {}

    /** A key is about to be removed to make room. */
    default void onEvicted(Key key) {}

    /**
     * A key has gone by time or to make room, as its events told; the place to propagate its deletion.
     *
     * @param lazily whether its value is freed in the background
     */
    default void onGone(Key key, boolean lazily) {}
}
