/**
 * The packed list of Redis, byte for byte.
 *
 * <pre>
 *   Listpack        the blob: header, walking, inserting, deleting, finding, merging, validating
 *   Element         how one element is laid out: encodings and the backward length
 *   ListpackReader  one decoded element: an integer, or an address and a length
 *   Decimal         canonical decimal text of 64-bit integers
 * </pre>
 *
 * A listpack lives in a region that somebody else owns: an entry block, a value block, a quicklist node. Nothing here
 * allocates. Before a change that grows it, the owner makes room for {@link
 * dev.spinel.engine.struct.listpack.Listpack#bytes} plus {@code Element.stringBytes} or {@code integerBytes}.
 * Positions are offsets from the start, so they survive a move of the region; 0 is none.
 */
package dev.spinel.engine.struct.listpack;
