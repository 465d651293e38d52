package dev.spinel.module.abi;

/**
 * Reads a C {@code va_list}. A variadic method gets its address as last parameter and takes the arguments in order;
 * taking one advances the list, as {@code va_arg} does. Valid until the method returns.
 *
 * <pre>
 *   0           4           8                16
 *   | gp offset | fp offset | overflow area  | register save area |      24 bytes, x86-64
 *   save area: 6 general registers of 8 bytes, then 8 vector registers of 16
 * </pre>
 */
public final class VaList {
    static final int BYTES = 24;
    static final int GENERAL_OFFSET = 0;
    static final int VECTOR_OFFSET = GENERAL_OFFSET + Integer.BYTES;
    static final int OVERFLOW_OFFSET = VECTOR_OFFSET + Integer.BYTES;
    static final int SAVE_AREA_OFFSET = OVERFLOW_OFFSET + Long.BYTES;
    static final int GENERAL_END = FunctionDeclaration.GENERAL_REGISTERS * Long.BYTES;
    static final int VECTOR_REGISTER_BYTES = 16;
    static final int VECTOR_END = GENERAL_END + 8 * VECTOR_REGISTER_BYTES;

    private VaList() {}

    /** The next pointer, long long or size_t. */
    public static long nextLong(long list) {
        int used = Native.getInt(list + GENERAL_OFFSET);
        if (used < GENERAL_END) {
            Native.putInt(list + GENERAL_OFFSET, used + Long.BYTES);
            return Native.getLong(Native.getLong(list + SAVE_AREA_OFFSET) + used);
        }
        long at = Native.getLong(list + OVERFLOW_OFFSET);
        Native.putLong(list + OVERFLOW_OFFSET, at + Long.BYTES);
        return Native.getLong(at);
    }

    /** The next int; the upper half of its slot is undefined in C and ignored. */
    public static int nextInt(long list) {
        return (int) nextLong(list);
    }

    /** The next double (a float was widened by the caller). */
    public static double nextDouble(long list) {
        int used = Native.getInt(list + VECTOR_OFFSET);
        if (used < VECTOR_END) {
            Native.putInt(list + VECTOR_OFFSET, used + VECTOR_REGISTER_BYTES);
            return Native.getDouble(Native.getLong(list + SAVE_AREA_OFFSET) + used);
        }
        long at = Native.getLong(list + OVERFLOW_OFFSET);
        Native.putLong(list + OVERFLOW_OFFSET, at + Long.BYTES);
        return Native.getDouble(at);
    }

    /** Address of the next long double: 10 bytes, see {@link LongDouble}. */
    public static long nextLongDouble(long list) {
        long at = Native.getLong(list + OVERFLOW_OFFSET) + 15 & ~15L;
        Native.putLong(list + OVERFLOW_OFFSET, at + LongDouble.BYTES);
        return at;
    }
}
