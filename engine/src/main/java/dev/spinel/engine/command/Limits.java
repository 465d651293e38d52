package dev.spinel.engine.command;

/** Bounds commands keep to, as the configuration sets them. Owned by the reactor; one per engine. */
public final class Limits {
    private long maxStringBytes = 512L << 20;

    /** Longest string value: {@code proto-max-bulk-len}. */
    public long maxStringBytes() {
        return maxStringBytes;
    }

    public void maxStringBytes(long bytes) {
        maxStringBytes = bytes;
    }
}
