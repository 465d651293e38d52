package dev.spinel.engine.struct.packedhash;

import dev.spinel.engine.memory.SnapshotImage;
import dev.spinel.engine.memory.SnapshotImage.Place;
import dev.spinel.engine.struct.RefArrayImage;

/** The elements of a {@link PackedHash} as it was when the running snapshot began, in no order. */
public final class PackedHashImage {
    private final SnapshotImage image;
    private final RefArrayImage directory;
    private final long count;
    private final long expiringCount;
    private final long earliestExpiry;
    private int bucketIndex = -1;
    private long bucket;
    private int index;

    /** @param root of the hash, which lived at the start */
    public PackedHashImage(SnapshotImage image, long root) {
        this.image = image;
        PackedHash hash = new PackedHash(null).open(image.copyBlock(Place.ROOT, root));
        count = hash.count();
        expiringCount = hash.expiringCount();
        earliestExpiry = hash.earliestExpiry();
        directory = new RefArrayImage(image).open(hash.directory());
    }

    public long count() {
        return count;
    }

    /** Elements with an expiry. */
    public long expiringCount() {
        return expiringCount;
    }

    /** Lower bound of the expiries, in ms since the epoch. */
    public long earliestExpiry() {
        return earliestExpiry;
    }

    /** Goes to the next element; false at the end. */
    public boolean next() {
        if (bucket != 0 && index + 1 < PackedBucket.count(bucket)) {
            index++;
            return true;
        }
        while (++bucketIndex < directory.count()) {
            long block = directory.blockAt(bucketIndex);
            if (block != 0) {
                bucket = image.copyBlock(Place.NODE, block);
                index = 0;
                if (PackedBucket.count(bucket) > 0) {
                    return true;
                }
            }
        }
        bucket = 0;
        return false;
    }

    /** Whether it is on a member that is kept as {@link #integer}, and has no address. Only in sets. */
    public boolean isInteger() {
        return IntegerBucket.is(bucket);
    }

    public long integer() {
        return IntegerBucket.value(bucket, index);
    }

    /** The field, good until the next element. */
    public long fieldAddress() {
        long address = PackedBucket.fieldAddress(bucket, index);
        boolean isOutside = PackedBucket.isFieldOutside(bucket, index);
        return isOutside ? image.copy(Place.FIELD, address, fieldLength()) : address;
    }

    public long fieldLength() {
        return PackedBucket.fieldLength(bucket, index);
    }

    /** The value, good until the next element. */
    public long valueAddress() {
        long address = PackedBucket.valueAddress(bucket, index);
        boolean isOutside = PackedBucket.isValueOutside(bucket, index);
        return isOutside ? image.copy(Place.VALUE, address, valueLength()) : address;
    }

    public long valueLength() {
        return PackedBucket.valueLength(bucket, index);
    }

    /** Expiry in ms since the epoch, or -1. */
    public long expiry() {
        return PackedBucket.expires(bucket, index) ? PackedBucket.expiry(bucket, index) : -1;
    }
}
