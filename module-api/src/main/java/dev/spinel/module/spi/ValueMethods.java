package dev.spinel.module.spi;

import java.util.Set;

/** What the server must know of the values of a type. {@code T} is the module's own class. */
public interface ValueMethods<T> {
    /** When data beside the keys is saved and loaded. */
    enum Moment { BEFORE_KEYS, AFTER_KEYS }

    /** Writes a value to a dump. */
    void save(T value, ValueWriter out);

    /** Reads what {@link #save} wrote; null when it makes no sense. {@code version} is the one it was written with. */
    T load(ValueReader in, int version);

    /** Says the commands that make a value, for an append-only file without RDB in front: none, unless overridden. */
    default void rewrite(byte[] key, T value, CommandWriter out) {
        // A type that is never written as commands needs none.
    }

    /** The key is gone. */
    default void free(T value) {
        // The garbage collector does the rest.
    }

    /** The value leaves its key, and may be freed later and elsewhere. */
    default void unlink(ValuePlace from, T value) {
        // Most values have nobody to tell.
    }

    /** How many steps freeing takes; from 64 on, or with 0, a background thread frees, where the client allows that. */
    default long freeEffort(ValuePlace at, T value) {
        return 1;
    }

    /** Bytes MEMORY USAGE shows. */
    default long memoryBytes(T value) {
        return 0;
    }

    /** As {@link #memoryBytes(Object)}, of a look at so many elements, which is enough. */
    default long memoryBytes(ValuePlace at, T value, long samples) {
        return memoryBytes(value);
    }

    /** A value for another key; null when values cannot be copied. */
    default T copy(T value) {
        return null;
    }

    /** As {@link #copy(Object)}, knowing both keys. */
    default T copy(ValuePlace from, ValuePlace to, T value) {
        return copy(value);
    }

    /** Tells what equal values have in common, for DEBUG DIGEST. */
    default void digest(T value, Digest digest) {
        // An empty digest is one, too.
    }

    /**
     * Moves the native memory of a value, piece by piece.
     *
     * @return whether it wants to go on another time, from {@link Defrag#cursor}
     */
    default boolean defrag(T value, Defrag defrag) {
        return false;
    }

    /** When there may be data beside the keys: never, unless overridden. Asked once. */
    default Set<Moment> moments() {
        return Set.of();
    }

    /** Writes data beside the keys; what writes nothing leaves no trace. */
    default void saveBeside(Moment moment, ValueWriter out) {
        // Nothing is beside the keys.
    }

    /** Reads what {@link #saveBeside} wrote; false when it makes no sense. */
    default boolean loadBeside(Moment moment, ValueReader in, int version) {
        return false;
    }
}
