/**
 * The append-only log: every change in the form it is repeated, in several files that a manifest names.
 *
 * <pre>
 *   appendonlydir/appendonly.aof.manifest      which files, in which order
 *   appendonlydir/appendonly.aof.2.base.rdb    all data as of some time, as RDB or as commands
 *   appendonlydir/appendonly.aof.5.incr.aof    the changes since
 * </pre>
 *
 * <ul>
 *   <li>{@link dev.spinel.persistence.aof.AofRoom} plugs it in; {@link dev.spinel.persistence.aof.AppendOnly} is its door
 *   <li>{@link dev.spinel.persistence.aof.AofManifest}, {@link dev.spinel.persistence.aof.AofFile} the index; {@code
 *       AofDirectory} where it lies
 *   <li>{@code JournalWriter} write and sync by policy, with {@code JournalBuffer}, {@code IncrementFile} and {@code
 *       BackgroundSync}
 *   <li>{@code AofLoader} loads by {@link dev.spinel.persistence.aof.AofReader} and {@code AofReplay}
 *   <li>{@link dev.spinel.persistence.aof.BaseWriter} who writes the base of a rewrite; {@code CommandForm} and
 *       {@code CommandWriter} write it as commands; {@code RewriteLimit} when not to try again
 * </ul>
 */
package dev.spinel.persistence.aof;
