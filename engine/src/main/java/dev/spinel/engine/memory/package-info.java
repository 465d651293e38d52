/**
 * Addresses and bytes: all memory of the data, counted to the byte, readable as of a point in time.
 *
 * <pre>
 *   Mem              every access; checks (-Dspinel.check=true) and snapshot barrier inside
 *   Arena            allocate, free, count          MemoryTag   who owns a block
 *     Bins           small blocks: a bin per owner and size class (SizeClass)
 *       Slab         64 KiB of equal blocks: record and bitmap    SlabHeap   lowest slab with room first
 *     Spans, Huge    32 KiB to 1 MiB; above
 *     Chunks         2 MiB pieces of the AddressSpace; VirtualMemory asks the kernel
 *     WarmPool       touches chunks before they are taken, on a side thread
 *     SideThread     has the kernel run the reactor before the threads beside it
 *     Blocks, Walk   an address's block; an owner's blocks in address order
 *     TagCounters    bytes, blocks and peak per tag      PageLock   what threads share
 *   Relocation       moves blocks out of sparse slabs: active defragmentation
 *   Snapshot         the reader's side of a point-in-time view; Barrier is the writer's side
 *     SnapshotImage  blocks as of then, in buffers
 *   Checks           red zones, poison, quarantine       Invariant   report, then stop
 *   NativeView       blocks as buffers of the JDK
 * </pre>
 *
 * Invariants:
 * <ul>
 *   <li>{@code used_memory} is the sum over all tags; records of memory in use count under tags of their own.
 *   <li>Free never touches a block: what is live is told by bitmaps beside the data.
 *   <li>A slab belongs to one owner: a tag, or the entries of one database space.
 *   <li>Slabs, spans and huge blocks that a running snapshot may read hand out no block, keep their place and their
 *       kind; new blocks come from new slabs, so writing them needs no barrier.
 *   <li>The address space is never unmapped: a stale address reads garbage or zero, it does not end the process.
 * </ul>
 */
package dev.spinel.engine.memory;
