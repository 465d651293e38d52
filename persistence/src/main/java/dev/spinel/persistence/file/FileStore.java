package dev.spinel.persistence.file;

import java.io.IOException;
import java.util.List;

/**
 * Names of files below one directory, parts separated by {@code /}. Failures are {@link IOException}s whose message
 * ends with what the operating system says. From any thread.
 */
public interface FileStore {
    StoredFile open(String path, OpenMode mode) throws IOException;

    boolean exists(String path);

    boolean isDirectory(String path);

    /** Bytes of a file. */
    long length(String path) throws IOException;

    /** Makes a directory; fine when there is one. */
    void makeDirectory(String path) throws IOException;

    /** The names in a directory, without it, in no order. */
    List<String> list(String directory) throws IOException;

    /** Gives a file another name, and takes the place of a file that has it, in one step. */
    void rename(String from, String to) throws IOException;

    /** Removes a file; fine when there is none. */
    void delete(String path) throws IOException;

    /** Returns when the names in the directory survive a crash of the machine. */
    void syncDirectory(String directory) throws IOException;
}
