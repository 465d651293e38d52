package dev.spinel.engine.port;

import java.io.IOException;

/** The file {@code aclfile} names. Text has one char per byte. Called on the reactor. */
public interface AclFile {
    /** A server without such a file. */
    AclFile NONE = new AclFile() {
        @Override
        public String read() throws IOException {
            throw new IOException("No such file or directory");
        }

        @Override
        public void write(String text) throws IOException {
            throw new IOException("No such file or directory");
        }
    };

    /** The whole text. */
    String read() throws IOException;

    /** Replaces the file at once, or not at all; tells the operator log why not. */
    void write(String text) throws IOException;
}
