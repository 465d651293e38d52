package dev.spinel.module.load;

/**
 * The code of a module in this process, compiled C or Java: opened, {@link #onLoad}, ..., {@link #onUnload}, closed.
 * The thread that holds the GIL.
 */
sealed interface ModuleCode extends AutoCloseable permits NativeCode, JavaCode {
    /** What a module answers when it does not want to be loaded, or unloaded. */
    int FAILED = 1;

    /** What the first word of its contexts must hold. */
    long getApi();

    /** Runs its entry point: {@link #FAILED} or something else. */
    int onLoad();

    /** Runs its exit point: {@link #FAILED} when it refuses to go. */
    int onUnload();

    /** Takes care of signals it may have taken from the JVM. */
    void checkSignals();

    /** Takes the code away; nothing of it may run any more. */
    @Override
    void close();
}
