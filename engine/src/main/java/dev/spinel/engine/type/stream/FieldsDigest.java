package dev.spinel.engine.type.stream;

import dev.spinel.engine.resp.Args;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Sixteen bytes that tell fields and values from others, whatever their order: the sum of digests of each pair. Not
 * those of Redis, which never show. For the slow lane; not shared.
 */
final class FieldsDigest {
    static final int BYTES = 2 * Long.BYTES;
    private static final VarHandle LONGS =
        MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private final MessageDigest pairs;
    private final byte[] length = new byte[Long.BYTES];
    private final byte[] sum = new byte[BYTES];

    FieldsDigest() {
        try {
            pairs = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** The digest of the arguments from one on, pairs of field and value. Good until the next call. */
    byte[] of(Args args, int first) {
        long high = 0;
        long low = 0;
        for (int i = first; i + 1 < args.count(); i += 2) {
            LONGS.set(length, 0, (long) args.length(i));
            pairs.update(length);
            pairs.update(args.bytes(i));
            byte[] digest = pairs.digest(args.bytes(i + 1));
            high += (long) LONGS.get(digest, 0);
            low += (long) LONGS.get(digest, Long.BYTES);
        }
        LONGS.set(sum, 0, high);
        LONGS.set(sum, Long.BYTES, low);
        return sum;
    }
}
