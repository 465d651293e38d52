package dev.spinel.module.load;

import java.io.IOException;
import java.nio.file.Path;

/**
 * The code of a module in this process, compiled C or Java: opened, {@link #onLoad}, ..., {@link #onUnload}, closed.
 * The thread that holds the GIL.
 */
sealed interface ModuleCode extends AutoCloseable permits NativeCode, JavaCode {
    /** What a module answers when it does not want to be loaded, or unloaded. */
    int FAILED = 1;

    /** What the first word of its contexts must hold. */
    long getApi();

    /** Where the loaded content can be read, whatever became of the file it was read from. */
    Path content();

    /** Puts the content where it can be loaded again after this code is gone; the caller deletes the file. */
    Path keep() throws IOException;

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
