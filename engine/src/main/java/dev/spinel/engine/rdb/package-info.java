/**
 * Values as RDB objects, in memory: what DUMP answers, and what a snapshot file is made of.
 *
 * <ul>
 *   <li>{@link dev.spinel.engine.rdb.RdbFormat} the numbers of the format
 *   <li>{@link dev.spinel.engine.rdb.RdbWriter} and {@link dev.spinel.engine.rdb.RdbReader} the two ends a
 *       {@link dev.spinel.engine.keyspace.ValueType} writes to and reads from
 *   <li>{@link dev.spinel.engine.rdb.ByteFeed}, {@link dev.spinel.engine.rdb.ByteDrain} what lies behind the two ends
 *       when an object need not fit into memory at once
 *   <li>{@code OldEncodings} packed lists that only old versions wrote
 *   <li>{@link dev.spinel.engine.rdb.DumpPayload} an object with version and checksum
 *   <li>{@link dev.spinel.engine.rdb.Lzf} compression of long strings, {@code LzfPieces} of very long ones; {@link
 *       dev.spinel.engine.rdb.Crc64} the checksum
 *   <li>{@link dev.spinel.engine.rdb.LoadFailure} what the log says of an object that cannot be read
 * </ul>
 */
package dev.spinel.engine.rdb;
