package dev.spinel.engine.keyspace;

/** The running digest of a value: DEBUG DIGEST. Mixing depends on order, xoring does not. */
public interface ValueDigest {
    /** Mixes an ordered element. */
    void mix(long address, long length);

    /** Mixes an ordered element that is on the Java heap. */
    void mix(byte[] bytes);

    /** Xors in an element of an unordered collection. */
    void xor(long address, long length);

    void xor(byte[] bytes);

    /** Xors the digest of the elements added since {@link #beginElement} into the whole: unordered collections. */
    void beginElement();

    void endElement();
}
