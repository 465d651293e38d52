/**
 * The RDB file: all data in the form of {@link dev.spinel.engine.rdb}, with a header, databases and a checksum.
 *
 * <ul>
 *   <li>{@link dev.spinel.persistence.rdb.RdbSnapshotter} the port of the engine: SAVE, save points, loading at start
 *   <li>{@link dev.spinel.persistence.rdb.RdbFile} one file by name; {@link dev.spinel.persistence.rdb.FileDrain} and
 *       {@link dev.spinel.persistence.rdb.FileFeed} its bytes
 *   <li>what is written comes from {@link dev.spinel.persistence.snapshot.SnapshotView}; {@link
 *       dev.spinel.persistence.rdb.RdbLoader} what is read, {@link dev.spinel.persistence.rdb.RdbLoad} how and with
 *       what result
 *   <li>{@code ReplicaFile} a file on its way to replicas, {@code ReceivedFile} one from a primary
 *   <li>{@link dev.spinel.persistence.rdb.LoadProgress} how far it is
 *   <li>{@link dev.spinel.persistence.rdb.FunctionSources} libraries of functions, kept as text
 * </ul>
 */
package dev.spinel.persistence.rdb;
