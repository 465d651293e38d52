package dev.spinel.module.spi;

/** What the server must know of the values of a type. {@code T} is the module's own class. */
public interface ValueMethods<T> {
    /** Writes a value to a dump. */
    void save(T value, ValueWriter out);

    /** Reads what {@link #save} wrote; null when it makes no sense. {@code version} is the one it was written with. */
    T load(ValueReader in, int version);

    /** The key is gone. */
    default void free(T value) {
        // The garbage collector does the rest.
    }

    /** Bytes MEMORY USAGE shows. */
    default long memoryBytes(T value) {
        return 0;
    }

    /** A value for another key; null when values cannot be copied. */
    default T copy(T value) {
        return null;
    }

    /** Tells what equal values have in common, for DEBUG DIGEST. */
    default void digest(T value, Digest digest) {
        // An empty digest is one, too.
    }
}
