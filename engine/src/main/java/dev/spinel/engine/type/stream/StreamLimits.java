package dev.spinel.engine.type.stream;

import dev.spinel.engine.struct.listpack.Listpack;

/** How large a node of a stream may become, as the settings say. Owned by the reactor. */
public final class StreamLimits {
    private static final long TRIMMED_NODES = 100;
    private static final long FEWEST_TRIMMED = 10_000;
    private static final long MOST_TRIMMED = 1_000_000;

    private long nodeBytes = 4096;
    private long nodeEntries = 100;
    private long producerSeconds = 100;
    private long producerMessages = 100;

    /** {@code stream-node-max-bytes} and {@code stream-node-max-entries}; 0 is no limit. */
    public void configure(long maxBytes, long maxEntries) {
        nodeBytes = maxBytes == 0 ? Listpack.MAX_BYTES : Math.min(maxBytes, Listpack.MAX_BYTES);
        nodeEntries = maxEntries == 0 ? Long.MAX_VALUE : maxEntries;
    }

    /** {@code stream-idmp-duration} and {@code stream-idmp-maxsize}, for streams that need them from now on. */
    public void configureProducers(long seconds, long messages) {
        producerSeconds = seconds;
        producerMessages = messages;
    }

    /** Gives the limits to the producers of a stream that had nothing to do with them so far. */
    void beginProducers(long producers) {
        if (!Producers.isInUse(producers)) {
            Producers.limits(producers, producerSeconds, producerMessages);
        }
    }

    long nodeBytes() {
        return nodeBytes;
    }

    long nodeEntries() {
        return nodeEntries;
    }

    /** Most entries a trim that may be inexact takes away when nothing else is said. */
    public long trimmedEntries() {
        if (nodeEntries > MOST_TRIMMED) {
            return nodeEntries == Long.MAX_VALUE ? FEWEST_TRIMMED : MOST_TRIMMED;
        }
        return Math.min(TRIMMED_NODES * nodeEntries, MOST_TRIMMED);
    }
}
