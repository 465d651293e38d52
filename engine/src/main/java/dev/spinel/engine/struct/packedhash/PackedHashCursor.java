package dev.spinel.engine.struct.packedhash;

/**
 * A place in a packed hash: on an element, or nowhere. A reusable flyweight. Valid until a change of the hash that
 * does not go through this cursor.
 */
public final class PackedHashCursor {
    private int bucketIndex;
    private long bucket;
    private int index;
    /** Buckets of a walk that come after this one; the scan walks at most a bucket and its sibling. */
    private int lastBucket;
    private int stride;

    /** Whether it is on an element. */
    public boolean isOnElement() {
        return bucket != 0;
    }

    /** Whether it is on a member that is kept as {@link #integer}, and has no address. Only in sets. */
    public boolean isInteger() {
        return IntegerBucket.is(bucket);
    }

    public long integer() {
        return IntegerBucket.value(bucket, index);
    }

    public long fieldAddress() {
        return PackedBucket.fieldAddress(bucket, index);
    }

    public long fieldLength() {
        return PackedBucket.fieldLength(bucket, index);
    }

    public long valueAddress() {
        return PackedBucket.valueAddress(bucket, index);
    }

    public long valueLength() {
        return PackedBucket.valueLength(bucket, index);
    }

    public boolean hasExpiry() {
        return PackedBucket.expires(bucket, index);
    }

    /** Expiry in ms since the epoch, or -1. */
    public long expiry() {
        return hasExpiry() ? PackedBucket.expiry(bucket, index) : -1;
    }

    int bucketIndex() {
        return bucketIndex;
    }

    long bucket() {
        return bucket;
    }

    int index() {
        return index;
    }

    int lastBucket() {
        return lastBucket;
    }

    int stride() {
        return stride;
    }

    void moveTo(int toBucketIndex, long toBucket, int toIndex) {
        bucketIndex = toBucketIndex;
        bucket = toBucket;
        index = toIndex;
    }

    /** Stands before the first element of a walk over {@code first}, {@code first + stride} … {@code last}. */
    void walk(int first, int last, int bucketStride) {
        moveTo(first - bucketStride, 0, 0);
        lastBucket = last;
        stride = bucketStride;
    }
}
