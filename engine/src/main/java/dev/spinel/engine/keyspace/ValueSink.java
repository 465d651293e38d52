package dev.spinel.engine.keyspace;

/** Where a value is written in RDB form: DUMP, a snapshot file, a full synchronisation. */
public interface ValueSink {
    /** Version of the format: a value is written in a form that readers of this version know. */
    int version();

    void writeByte(int value);

    /** A length in RDB's variable form. */
    void writeLength(long value);

    /** A string with its length, integer-encoded or compressed when that is shorter. */
    void writeString(long address, long length);

    /** A long string with its length, in pieces; compressed where that is possible and shorter. */
    default void writeLongString(LongString text) {
        writeLength(text.length());
        for (long done = 0; done < text.length(); done += LongString.PIECE_BYTES) {
            long bytes = Math.min(text.length() - done, LongString.PIECE_BYTES);
            writeBytes(text.piece(done, bytes), bytes);
        }
    }

    /** An integer as a string. */
    void writeIntegerString(long value);

    /** A double in eight bytes. */
    void writeDouble(double value);

    void writeLong(long value);

    /** Bytes as they are, without a length. */
    void writeBytes(long address, long length);
}
