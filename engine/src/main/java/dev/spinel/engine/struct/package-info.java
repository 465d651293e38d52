/**
 * Off-heap containers over {@link dev.spinel.engine.memory.Arena}. They know no command and no key semantics.
 *
 * <pre>
 *   table        linear hashing over references to entry blocks: where keys live
 *   listpack     packed list, byte-identical to Redis
 *   intset       packed sorted integers, byte-identical to Redis
 *   quicklist    doubly linked listpacks
 *   packedhash   large hashes and sets: linear hashing over packed buckets
 *   tree         large sorted sets: packed B+tree by score, and an index by member
 *   Blocks       allocation that succeeds or stops the process
 *   RefArray     growable array of 5-byte references; RefArrayImage the same as of a snapshot
 * </pre>
 *
 * Every container is owned by the reactor thread and allocates nothing on the Java heap while it works. Operations
 * on raw blobs take an address and return the address the blob has afterwards.
 */
package dev.spinel.engine.struct;
