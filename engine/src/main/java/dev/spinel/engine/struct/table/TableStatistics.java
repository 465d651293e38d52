package dev.spinel.engine.struct.table;

/**
 * Shape of a table, counted by walking it; for the slow lane.
 *
 * @param chainLengths how many buckets hold 0, 1, 2, … entries; the last element counts all longer ones
 */
public record TableStatistics(long entries, long buckets, long overflowBlocks, long longestChain,
                              long memoryBytes, long[] chainLengths) {}
