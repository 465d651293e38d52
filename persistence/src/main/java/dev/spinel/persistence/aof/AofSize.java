package dev.spinel.persistence.aof;

/** How large the log is, and was after the last rewrite; in bytes. Reactor. */
final class AofSize {
    private long currentBytes;
    private long baseBytes;

    /** Counts what is on disk. */
    void measure(AofDirectory directory, AofManifest manifest) {
        currentBytes = Math.max(directory.totalBytes(manifest), 0);
        baseBytes = manifest.base() == null ? 0 : Math.max(directory.bytes(manifest.base().name()), 0);
    }

    void grow(long bytes) {
        currentBytes += bytes;
    }

    /** The log was rewritten to that size. */
    void restart(long bytes) {
        currentBytes = bytes;
        baseBytes = bytes;
    }

    long currentBytes() {
        return currentBytes;
    }

    long baseBytes() {
        return baseBytes;
    }

    /** Growth since the last rewrite. */
    long growthPercent() {
        return currentBytes * 100 / Math.max(baseBytes, 1) - 100;
    }
}
