package dev.spinel.engine.keyspace;

import dev.spinel.engine.memory.Arena;
import dev.spinel.engine.memory.MemoryTag;
import dev.spinel.engine.struct.Blocks;

/**
 * Where the value of a collection is while a room works on it: under a key, or nowhere yet, when it is a result under
 * construction that is stored later. A flyweight, good as long as its {@link Key}; a free value is owned by whoever
 * opened it, until it is stored or discarded.
 */
public final class ValueSlot {
    /** The encoding of what is not there. */
    public static final int ABSENT = -1;

    private final int type;
    private Key key;
    private int freeEncoding;
    private long freeWord;
    private long freeBytes;

    public ValueSlot(int type) {
        this.type = type;
    }

    /** Lays the slot over a key, which may be absent. */
    public void open(Key of) {
        key = of;
    }

    /** Starts a value without a key, which is absent at first. */
    public void openFree() {
        key = null;
        freeEncoding = ABSENT;
    }

    /** One of {@link Entry}, or {@link #ABSENT}. */
    public int encoding() {
        if (key == null) {
            return freeEncoding;
        }
        return key.exists() ? key.encoding() : ABSENT;
    }

    /** Address of a value that is one run of bytes. Moves with every change of its size. */
    public long address() {
        return key == null ? freeWord : key.bytesAddress();
    }

    public long bytes() {
        return key == null ? freeBytes : key.bytesLength();
    }

    /** The root of a value that is a structure. */
    public long root() {
        return key == null ? freeWord : key.root();
    }

    /** Makes a run of bytes longer or shorter; answers where it is now. */
    public long resize(long bytes) {
        if (key != null) {
            return key.resizeBytes(bytes);
        }
        freeWord = Blocks.reallocate(freeWord, bytes);
        freeBytes = bytes;
        return freeWord;
    }

    /** A block for {@link #putBytes}. */
    public static long allocate(long bytes) {
        return Blocks.allocate(MemoryTag.VALUE, bytes);
    }

    /** Replaces the value by a run of bytes, whose block the slot takes over. A key keeps its expiry. */
    public void putBytes(int encoding, long block, long bytes) {
        if (key != null) {
            key.putBytes(type, encoding, block, bytes, key.expireAt());
            Arena.free(block);
        } else {
            put(encoding, block, bytes);
        }
    }

    /** Replaces the value by a structure. A key keeps its expiry. */
    public void putRoot(int encoding, long root) {
        if (key != null) {
            key.putRoot(type, encoding, root, 0, key.expireAt());
        } else {
            put(encoding, root, 0);
        }
    }

    private void put(int encoding, long word, long bytes) {
        if (freeEncoding != ABSENT) {
            Arena.free(freeWord);
        }
        freeEncoding = encoding;
        freeWord = word;
        freeBytes = bytes;
    }

    /** Moves a free value under a key, in place of what is there and without expiry. The slot is over the key then. */
    public void storeAt(Key target) {
        target.beforeOverwrite();
        if (freeEncoding >= Entry.FIRST_ROOT) {
            target.putRoot(type, freeEncoding, freeWord, 0, Key.NEVER);
        } else {
            target.putBytes(type, freeEncoding, freeWord, freeBytes, Key.NEVER);
            Arena.free(freeWord);
        }
        key = target;
    }

    /** Copies a run of bytes to an absent key, without expiry. */
    public void copyBytes(Key target) {
        target.putBytes(type, encoding(), address(), bytes(), Key.NEVER);
    }

    /** Forgets a free value that is a run of bytes, or absent, and frees it. */
    public void discardBytes() {
        if (freeEncoding != ABSENT) {
            Arena.free(freeWord);
        }
        freeEncoding = ABSENT;
    }

    /** Forgets a free value, whose memory belongs to somebody else now. */
    public long takeRoot() {
        freeEncoding = ABSENT;
        return freeWord;
    }
}
