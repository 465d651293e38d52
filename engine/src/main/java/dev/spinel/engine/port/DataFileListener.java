package dev.spinel.engine.port;

/** Hears when the data is written to files and read from them. Called on the reactor. */
public interface DataFileListener {
    /**
     * Where data comes from: a file of their own, an append-only log, a file that a primary sent, such a file while
     * older data are served.
     */
    enum Source { RDB, AOF, PRIMARY, PRIMARY_ASIDE }

    /** Nobody listens. */
    DataFileListener NONE = new DataFileListener() {};

    /**
     * All data begins to be written.
     *
     * @param isAof whether the file is the base of an append-only log
     * @param isSync whether nothing else goes on until it is written
     */
    default void onSave(boolean isAof, boolean isSync) {}

    /** All data is written, or could not be. */
    default void onSaved(boolean isGood) {}

    /** Data begins to be loaded. */
    default void onLoad(Source source) {}

    /**
     * Some of it is loaded.
     *
     * @param isAof whether commands are being loaded and not a snapshot
     * @param part how much of it, of {@link #WHOLE}
     */
    default void onLoadProgress(boolean isAof, int part) {}

    /** What {@code part} is at the end. */
    int WHOLE = 1024;

    /** Loading is over. */
    default void onLoaded(boolean isGood) {}
}
