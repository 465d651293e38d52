package dev.spinel.persistence.aof;

import dev.spinel.persistence.file.StoredFile;

/** What loading an AOF leaves to the rest of the server: data in RDB form, and telling how far it has come. Reactor. */
public interface PreambleLoader {
    /** Loading begins; there are that many bytes to read. */
    void begin(long totalBytes);

    /** Loads the RDB form a file starts with and leaves the position behind it; false when it makes no sense. */
    boolean load(String name, StoredFile file);

    /** Called now and then with the offset in the file being read: clients may be served. */
    void progress(long offset);

    /** Loading is over. */
    void end(boolean isDone);
}
