/**
 * HyperLogLogs: how many different elements were seen, roughly, in at most 12 KiB. A guest of the strings, without a
 * type of its own; the bytes are those of Redis.
 *
 * <ul>
 *   <li>{@link dev.spinel.engine.type.hyperloglog.HyperLogLogCommands} PFADD PFCOUNT PFMERGE, registration; {@code
 *       HyperLogLogDebug} PFDEBUG PFSELFTEST
 *   <li>{@code HyperLogLog} one of them in either encoding; {@code DenseRegisters} and {@code SparseRegisters} write
 *       the encodings, {@code Runs} walks over the sparse one
 *   <li>{@code Murmur} the hash of an element, {@code Estimator} the count from the registers
 * </ul>
 *
 * There are 2^14 registers. Fourteen bits of the hash of an element choose one, and it keeps the longest distance to
 * the first set bit that was seen among the other fifty.
 *
 * <pre>
 *   0        4          5          8                    16
 *   | "HYLL" | encoding | 3 unused | count found last   | registers …     highest bit of the count: it is outdated
 *
 *   dense (encoding 0)    6 bits for each register, from the lowest bit of a byte up; 12288 bytes
 *   sparse (encoding 1)   runs of equal registers, until they take more than hll-sparse-max-bytes:
 *       00nnnnnn            1 to 64 zeros (one less is written)
 *       01nnnnnn nnnnnnnn   1 to 16384 zeros
 *       1vvvvvnn            1 to 4 times the value 1 to 32
 * </pre>
 */
package dev.spinel.engine.type.hyperloglog;
