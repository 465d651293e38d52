/**
 * Sparse arrays: elements at indexes of 64 bits, with gaps that cost nothing.
 *
 * <ul>
 *   <li>{@link dev.spinel.engine.struct.array.SparseArray} the array: a tree of slices
 *   <li>{@link dev.spinel.engine.struct.array.Word} one element in eight bytes; {@link
 *       dev.spinel.engine.struct.array.WordText} its bytes
 *   <li>{@code Slice} layout of the elements of one run of indexes, sparse or dense
 *   <li>{@link dev.spinel.engine.struct.array.SparseArrayCursor} a walk over the elements there are; {@link
 *       dev.spinel.engine.struct.array.SparseArrayImage} the same as of a snapshot
 *   <li>{@link dev.spinel.engine.struct.array.SliceLimits} when a slice is sparse, and how many indexes it covers
 *   <li>{@link dev.spinel.engine.struct.array.SliceSummary} what the slices are like, in numbers
 * </ul>
 *
 * <pre>
 *   root ── tree by slice number ─┬─ sparse slice: | offset word | offset word | …     few elements
 *                                 └─ dense slice:  | word word word …                  a window of words
 *   word ── an integer, a decimal, up to 7 bytes, or a block of bytes
 * </pre>
 */
package dev.spinel.engine.struct.array;
