package dev.spinel.persistence.file;

/** How a file is opened. */
public enum OpenMode {
    /** To read an existing file. */
    READ,
    /** To write a file that is empty at first: an existing one loses its bytes. */
    CREATE,
    /** To write behind the last byte, of a new file when there is none. */
    APPEND,
    /** To read, cut and write an existing file. */
    UPDATE
}
