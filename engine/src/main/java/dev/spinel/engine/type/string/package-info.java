/**
 * Strings.
 *
 * <ul>
 *   <li>{@link dev.spinel.engine.type.string.StringCommands} reading and editing; registers {@code SetCommands} (SET
 *       and its kin), {@code GetExCommands}, {@code CounterCommands} (INCR and its kin), {@code
 *       BoundedCounter} (INCREX) and {@code Lcs}
 *   <li>{@code StringDigest} DIGEST, DELEX and the comparisons of SET, {@code Xxh3} their hash
 *   <li>{@code StringOptions} the words after SET, GETEX and MSETEX
 *   <li>{@link dev.spinel.engine.type.string.StringValue} the value of a key whichever way it is encoded, also for the
 *       guests of this room: bitmaps and HyperLogLogs
 *   <li>{@link dev.spinel.engine.type.string.StringType} what the keyspace knows about strings
 * </ul>
 *
 * Encodings: {@code int} in the entry, {@code embstr} up to 44 bytes as SET made it, {@code raw} otherwise. The bytes
 * lie in the entry while they are short, in a block of their own above.
 */
package dev.spinel.engine.type.string;
