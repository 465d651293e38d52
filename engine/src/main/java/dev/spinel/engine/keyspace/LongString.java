package dev.spinel.engine.keyspace;

/** A string too long to be copied as a whole: it is read a piece at a time. */
public interface LongString {
    /** A good size of a piece. */
    long PIECE_BYTES = 1 << 20;

    /** Bytes it has. */
    long length();

    /** Address of some of its bytes; good until the next call. */
    long piece(long offset, long bytes);
}
