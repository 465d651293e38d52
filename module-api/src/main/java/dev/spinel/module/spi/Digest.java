package dev.spinel.module.spi;

import dev.spinel.module.api.DigestApi;
import dev.spinel.module.api.ModuleDigest;

/** Collects what makes a value equal to another. */
public final class Digest {
    private final ModuleDigest digest;

    Digest(ModuleDigest digest) {
        this.digest = digest;
    }

    public Digest add(long number) {
        DigestApi.digestAddLongLong(digest, number);
        return this;
    }

    /** Ends what has an order; the order of such sequences does not matter. */
    public void endSequence() {
        DigestApi.digestEndSequence(digest);
    }
}
