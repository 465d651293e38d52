package dev.spinel.module.spi;

import dev.spinel.module.abi.StringCell;
import dev.spinel.module.api.DigestApi;
import dev.spinel.module.api.ModuleDigest;

/** Collects what makes a value equal to another. */
public final class Digest {
    private final Strings strings;
    private final ModuleDigest digest;

    Digest(Strings strings, ModuleDigest digest) {
        this.strings = strings;
        this.digest = digest;
    }

    public Digest add(long number) {
        DigestApi.digestAddLongLong(digest, number);
        return this;
    }

    public Digest add(byte[] bytes) {
        strings.with(bytes, string -> {
            DigestApi.digestAddStringBuffer(digest, StringCell.bytes(string), bytes.length);
            return null;
        });
        return this;
    }

    /** Which key holds the value. */
    public ValuePlace place() {
        return new ValuePlace(StringCell.toBytes(DigestApi.getKeyNameFromDigest(digest)),
                DigestApi.getDbIdFromDigest(digest));
    }

    /** Ends what has an order; the order of such sequences does not matter. */
    public void endSequence() {
        DigestApi.digestEndSequence(digest);
    }
}
