package dev.spinel.module.abi;

import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;

/**
 * {@code printf} for the variadic functions. Formats and arguments go to libc as they came, so every conversion means
 * what it means in C.
 */
public final class CFormat {
    /** Most texts fit the first try; longer ones are formatted twice. */
    private static final int FIRST_TRY_BYTES = 1024;

    private CFormat() {}

    /** The whole formatted text as bytes, without NUL. Consumes the list. */
    public static byte[] bytes(long format, long arguments) {
        try (Arena scratch = Arena.ofConfined()) {
            long copy = scratch.allocate(VaList.BYTES, Long.BYTES).address();
            Native.copy(arguments, copy, VaList.BYTES);
            long buffer = scratch.allocate(FIRST_TRY_BYTES).address();
            int length = check(Libc.vsnprintf(buffer, FIRST_TRY_BYTES, format, arguments));
            if (length >= FIRST_TRY_BYTES) {
                buffer = scratch.allocate(length + 1L).address();
                Libc.vsnprintf(buffer, length + 1L, format, copy);
            }
            return Native.toBytes(buffer, length);
        }
    }

    /** As {@link #bytes}, as text; at most {@code limit} - 1 bytes of it, as a C buffer of that size would hold. */
    public static String text(long format, long arguments, int limit) {
        try (Arena scratch = Arena.ofConfined()) {
            long buffer = scratch.allocate(limit).address();
            int length = check(Libc.vsnprintf(buffer, limit, format, arguments));
            return new String(Native.toBytes(buffer, Math.min(length, limit - 1)), StandardCharsets.UTF_8);
        }
    }

    /**
     * Formats straight into foreign memory of {@code capacity} bytes and adds a NUL; returns the length the whole
     * text has. Consumes the list.
     */
    public static int into(long buffer, long capacity, long format, long arguments) {
        return check(Libc.vsnprintf(buffer, capacity, format, arguments));
    }

    private static int check(int length) {
        if (length < 0) {
            throw new IllegalArgumentException("libc refused the format");
        }
        return length;
    }
}
