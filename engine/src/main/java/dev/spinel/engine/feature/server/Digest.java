package dev.spinel.engine.feature.server;

import dev.spinel.engine.keyspace.Key;
import dev.spinel.engine.keyspace.ValueDigest;
import dev.spinel.engine.memory.NativeView;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The digest of DEBUG DIGEST: 20 bytes, ordered parts mixed by SHA-1, unordered ones xored. Source: debug.c. */
final class Digest implements ValueDigest {
    private static final int BYTES = 20;
    private static final byte[] EXPIRES = {'!', '!', 'e', 'x', 'p', 'i', 'r', 'e', '!', '!'};

    private final MessageDigest sha;
    private byte[] whole = new byte[BYTES];
    private byte[] outer;

    Digest() {
        try {
            sha = MessageDigest.getInstance("SHA-1");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-1", impossible);
        }
    }

    @Override
    public void mix(long address, long length) {
        xor(address, length);
        whole = sha.digest(whole);
    }

    @Override
    public void mix(byte[] bytes) {
        xor(bytes);
        whole = sha.digest(whole);
    }

    @Override
    public void xor(long address, long length) {
        sha.update(NativeView.of(address, Math.toIntExact(length)));
        add(sha.digest());
    }

    @Override
    public void xor(byte[] bytes) {
        add(sha.digest(bytes));
    }

    private void add(byte[] hash) {
        for (int i = 0; i < BYTES; i++) {
            whole[i] ^= hash[i];
        }
    }

    @Override
    public void beginElement() {
        outer = whole;
        whole = new byte[BYTES];
    }

    @Override
    public void endElement() {
        byte[] element = whole;
        whole = outer;
        xor(element);
    }

    /** Mixes a number as four bytes, high byte first. */
    void mixInt(int value) {
        mix(ByteBuffer.allocate(Integer.BYTES).putInt(value).array());
    }

    /** Adds the value of a key, its type and whether it expires. */
    void value(Key key) {
        mixInt(key.type());
        key.valueType().digest(key, this);
        if (key.expireAt() >= 0) {
            xor(EXPIRES);
        }
    }

    byte[] bytes() {
        return whole;
    }

    String hex() {
        return HexFormat.of().formatHex(whole);
    }
}
