package dev.spinel.engine.keyspace;

/**
 * Where a value is read from in RDB form: the other end of {@link ValueSink}. The first thing that makes no sense
 * latches; from then on everything reads as zero or empty, so that a type may ask {@link #failed} once at its end.
 */
public interface ValueSource {
    int readByte();

    /** A length in RDB's variable form. */
    long readLength();

    /** A string; see {@link #address} and {@link #length}. */
    void readString();

    /** Reads a string that holds a ziplist of an old version; what is answered then is a listpack. */
    void readZiplist();

    /** As {@link #readZiplist}, for a zipmap. */
    void readZipmap();

    /** Bytes of the string read last. Borrowed until the next read. */
    long address();

    /** Length of the string read last. */
    long length();

    /** Reads a string into a fresh block of tag VALUE, of {@link #length} used bytes; the caller owns it. */
    long readBlock();

    double readDouble();

    /** A double as old versions wrote it: as text. */
    double readDoubleText();

    long readLong();

    /** {@code bytes} raw bytes, without a length; borrowed until the next read. Answers their address. */
    long readBytes(long bytes);

    /** Latches: what was read cannot be. */
    void fail();

    /** Latches: what was read has no elements, which is no value, but what follows it may be read. */
    void failEmpty();

    /** Latches and says why. */
    void fail(String reason);

    boolean failed();
}
