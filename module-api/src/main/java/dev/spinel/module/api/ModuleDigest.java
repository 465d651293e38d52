package dev.spinel.module.api;

import dev.spinel.engine.keyspace.ValueDigest;
import dev.spinel.module.abi.Handle;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * {@code RedisModuleDigest}: the running digest of one value. Elements of a sequence are mixed, which depends on their
 * order; ended sequences are xored, which does not. For one callback.
 */
public final class ModuleDigest extends Handle {
    private static final int BYTES = 20;

    private final long name;
    private final int database;
    private final MessageDigest sha1;
    private final byte[] ordered = new byte[BYTES];
    private final byte[] unordered = new byte[BYTES];

    ModuleDigest(long name, int database) {
        this.name = name;
        this.database = database;
        try {
            sha1 = MessageDigest.getInstance("SHA-1");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-1", e);
        }
    }

    long name() {
        return name;
    }

    int database() {
        return database;
    }

    void add(byte[] element) {
        xor(ordered, sha1.digest(element));
        System.arraycopy(sha1.digest(ordered), 0, ordered, 0, BYTES);
    }

    void endSequence() {
        xor(unordered, sha1.digest(ordered));
        Arrays.fill(ordered, (byte) 0);
    }

    /** Adds what the module told to the digest of its key. */
    void endInto(ValueDigest digest) {
        digest.xor(unordered);
    }

    private static void xor(byte[] target, byte[] other) {
        for (int i = 0; i < BYTES; i++) {
            target[i] ^= other[i];
        }
    }
}
