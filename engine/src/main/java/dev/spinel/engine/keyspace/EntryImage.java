package dev.spinel.engine.keyspace;

import dev.spinel.engine.memory.SnapshotImage;
import dev.spinel.engine.memory.SnapshotImage.Place;

/**
 * An entry as it was when the running snapshot began. The block is a copy; what it refers to is read through {@link
 * #blocks}. A flyweight, owned by the thread that reads the snapshot.
 */
public final class EntryImage {
    /** A string longer than this is written in pieces. */
    private static final long LONGEST_COPY = 64L << 20;

    private final SnapshotImage blocks;
    private long entry;

    public EntryImage(SnapshotImage blocks) {
        this.blocks = blocks;
    }

    /** Lays the flyweight over a copy of an entry block. */
    public void open(long copy) {
        entry = copy;
    }

    /** The copy of the entry block: for what lies inside it. */
    public long entry() {
        return entry;
    }

    /** How to follow references. */
    public SnapshotImage blocks() {
        return blocks;
    }

    public long keyAddress() {
        return Entry.keyAddress(entry);
    }

    public long keyLength() {
        return Entry.keyLength(entry);
    }

    /** The bytes of a value that is neither an integer nor a root; good until {@link Place#VALUE} is used again. */
    public long bytesAddress() {
        long address = Entry.bytesAddress(entry);
        return Entry.isBlock(entry) ? blocks.copy(Place.VALUE, address, bytesLength()) : address;
    }

    public long bytesLength() {
        return Entry.bytesLength(entry);
    }

    /** Writes the bytes of a value that is neither an integer nor a root as one string. */
    public void writeBytes(ValueSink sink) {
        long length = bytesLength();
        if (length <= LONGEST_COPY) {
            sink.writeString(bytesAddress(), length);
            return;
        }
        sink.writeLongString(new Pieces(Entry.bytesAddress(entry), length));
    }

    /** A string of the snapshot in its block. */
    private final class Pieces implements LongString {
        private final long address;
        private final long length;

        Pieces(long address, long length) {
            this.address = address;
            this.length = length;
        }

        @Override
        public long length() {
            return length;
        }

        @Override
        public long piece(long offset, long bytes) {
            return blocks.copy(Place.VALUE, address + offset, bytes);
        }
    }
}
