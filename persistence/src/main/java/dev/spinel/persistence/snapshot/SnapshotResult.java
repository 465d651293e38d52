package dev.spinel.persistence.snapshot;

/**
 * How a snapshot ended.
 *
 * @param isDone whether everything was written
 * @param isCancelled whether it was given up on purpose
 * @param keptBytes the most memory that old copies took
 */
public record SnapshotResult(boolean isDone, boolean isCancelled, long durationMs, long keptBytes) {}
