/**
 * Addresses and bytes. {@link dev.spinel.engine.memory.Mem} reads and writes, {@link dev.spinel.engine.memory.Arena}
 * allocates and counts, {@link dev.spinel.engine.memory.MemoryTag} names the owners.
 */
package dev.spinel.engine.memory;
