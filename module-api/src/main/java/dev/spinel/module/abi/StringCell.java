package dev.spinel.module.abi;

import dev.spinel.engine.memory.Arena;
import dev.spinel.engine.memory.Mem;
import java.nio.charset.StandardCharsets;

/**
 * A {@code RedisModuleString} is no Java object but a counted block of arena memory; its address is the pointer C
 * holds. Reading one costs two loads. Owned by its
 * references, which are not atomic: a string is touched by one thread at a time.
 *
 * <pre>
 *   0       4            8         16              24
 *   | magic | references | length  | bytes address | bytes … | NUL |
 * </pre>
 *
 * The highest bit but the sign of the references says that one of them is automatic memory's ({@link #keep}).
 *
 * The bytes start inside the block; a string that outgrew it by {@link #append} has them in a block of their own.
 * They do not move while the string is not appended to. Snapshots never read strings, so writes skip their barrier.
 */
public final class StringCell {
    static final int MAGIC = 0x53_50_53_43;
    private static final int REFERENCES_OFFSET = Integer.BYTES;
    static final int LENGTH_OFFSET = REFERENCES_OFFSET + Integer.BYTES;
    static final int BYTES_OFFSET = LENGTH_OFFSET + Long.BYTES;
    private static final int INLINE_OFFSET = BYTES_OFFSET + Long.BYTES;
    private static final int KEPT = 1 << 30;

    private StringCell() {}

    /** A string of {@code length} bytes to be filled at {@link #bytes}, with one reference, NUL-terminated. */
    public static long createBlank(int tag, long length) {
        long cell = Arena.allocate(tag, INLINE_OFFSET + length + 1);
        if (cell == 0) {
            throw new OutOfMemoryError("no arena memory for a module string of " + length + " bytes");
        }
        Mem.initInt(cell, MAGIC);
        Mem.initInt(cell + REFERENCES_OFFSET, 1);
        Mem.initLong(cell + LENGTH_OFFSET, length);
        Mem.initLong(cell + BYTES_OFFSET, cell + INLINE_OFFSET);
        Mem.initByte(cell + INLINE_OFFSET + length, (byte) 0);
        return cell;
    }

    /** A copy of bytes anywhere in native memory, arena or not, with one reference. */
    public static long create(int tag, long source, long length) {
        long cell = createBlank(tag, length);
        Mem.initCopyFromForeign(source, cell + INLINE_OFFSET, length);
        return cell;
    }

    public static long create(int tag, byte[] source) {
        long cell = createBlank(tag, source.length);
        Mem.initCopyIn(source, 0, cell + INLINE_OFFSET, source.length);
        return cell;
    }

    public static long create(int tag, String text) {
        return create(tag, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Where the bytes are; a NUL follows them. */
    public static long bytes(long cell) {
        check(cell);
        return Mem.getLong(cell + BYTES_OFFSET);
    }

    public static long length(long cell) {
        check(cell);
        return Mem.getLong(cell + LENGTH_OFFSET);
    }

    public static int references(long cell) {
        check(cell);
        return Mem.getInt(cell + REFERENCES_OFFSET) & ~KEPT;
    }

    /** One of the references is automatic memory's from now on: nobody else may drop the last one. */
    public static void keep(long cell) {
        check(cell);
        Mem.initInt(cell + REFERENCES_OFFSET, Mem.getInt(cell + REFERENCES_OFFSET) | KEPT);
    }

    /** Makes a string that is {@link #isOnlyKept} into another one of at most as many bytes as it was created for. */
    public static void refill(long cell, long source, long length) {
        Mem.initLong(cell + LENGTH_OFFSET, length);
        Mem.initCopyFromForeign(source, cell + INLINE_OFFSET, length);
        Mem.initByte(cell + INLINE_OFFSET + length, (byte) 0);
    }

    /** Whether automatic memory has the only reference and the bytes are where they were when it was created. */
    public static boolean isOnlyKept(long cell) {
        return Mem.getInt(cell) == MAGIC && Mem.getInt(cell + REFERENCES_OFFSET) == (KEPT | 1)
                && Mem.getLong(cell + BYTES_OFFSET) == cell + INLINE_OFFSET;
    }

    /** Automatic memory hands its reference to somebody else. */
    public static void unkeep(long cell) {
        check(cell);
        Mem.initInt(cell + REFERENCES_OFFSET, Mem.getInt(cell + REFERENCES_OFFSET) & ~KEPT);
    }

    public static void retain(long cell) {
        check(cell);
        Mem.initInt(cell + REFERENCES_OFFSET, Mem.getInt(cell + REFERENCES_OFFSET) + 1);
    }

    /**
     * Drops one reference and frees the string with the last one; answers whether it did.
     *
     * @throws BadHandleException when the string was freed already, or its last reference is automatic memory's
     */
    public static boolean release(long cell) {
        check(cell);
        int references = Mem.getInt(cell + REFERENCES_OFFSET) - 1;
        if (references == KEPT) {
            throw new BadHandleException("0x" + Long.toHexString(cell)
                    + " belongs to automatic memory, which will free it");
        }
        Mem.initInt(cell + REFERENCES_OFFSET, references);
        if ((references & ~KEPT) > 0) {
            return false;
        }
        long bytes = Mem.getLong(cell + BYTES_OFFSET);
        if (bytes != cell + INLINE_OFFSET) {
            Arena.free(bytes);
        }
        Mem.initInt(cell, 0);
        Arena.free(cell);
        return true;
    }

    /** Adds bytes from anywhere but itself at the end; {@link #bytes} may change, the string's own address does not. */
    public static void append(long cell, long source, long length) {
        long oldLength = length(cell);
        long newLength = Math.addExact(oldLength, length);
        long bytes = ensureCapacity(cell, newLength + 1);
        Mem.initCopyFromForeign(source, bytes + oldLength, length);
        Mem.initByte(bytes + newLength, (byte) 0);
        Mem.initLong(cell + LENGTH_OFFSET, newLength);
    }

    /** Arena bytes behind a string, header and slack included. */
    public static long memoryBytes(long cell) {
        long bytes = bytes(cell);
        return Arena.blockSize(cell) + (bytes == cell + INLINE_OFFSET ? 0 : Arena.blockSize(bytes));
    }

    /** A copy of the bytes on the Java heap; slow lane. */
    public static byte[] toBytes(long cell) {
        return Mem.toBytes(bytes(cell), length(cell));
    }

    /** The bytes as UTF-8 text; slow lane. */
    public static String toText(long cell) {
        return new String(toBytes(cell), StandardCharsets.UTF_8);
    }

    private static long ensureCapacity(long cell, long needed) {
        long bytes = Mem.getLong(cell + BYTES_OFFSET);
        boolean isInline = bytes == cell + INLINE_OFFSET;
        long capacity = isInline ? Arena.blockSize(cell) - INLINE_OFFSET : Arena.blockSize(bytes);
        if (needed <= capacity) {
            return bytes;
        }
        long larger = Arena.allocate(Arena.tag(cell), Math.max(needed, 2 * capacity));
        if (larger == 0) {
            throw new OutOfMemoryError("no arena memory for a module string of " + needed + " bytes");
        }
        Mem.initCopy(bytes, larger, Mem.getLong(cell + LENGTH_OFFSET));
        if (!isInline) {
            Arena.free(bytes);
        }
        Mem.initLong(cell + BYTES_OFFSET, larger);
        return larger;
    }

    private static void check(long cell) {
        if (!Arena.contains(cell) || (cell & 7) != 0 || Mem.getInt(cell) != MAGIC) {
            throw new BadHandleException("0x" + Long.toHexString(cell) + " is no RedisModuleString, or was freed");
        }
    }
}
