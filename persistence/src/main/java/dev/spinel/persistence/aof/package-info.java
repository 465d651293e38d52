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
 *   <li>{@link dev.spinel.persistence.aof.AofRoom} plugs it in; {@link dev.spinel.persistence.aof.AppendOnly} is its
 *       door
 *   <li>{@code AofState} off, waiting or on; {@code AofSwitch} turns it
 *   <li>{@link dev.spinel.persistence.aof.AofManifest}, {@link dev.spinel.persistence.aof.AofFile} the index; {@code
 *       AofDirectory} where it lies; {@code CurrentManifest} the one in force
 *   <li>{@code AofJournal} takes changes; {@code JournalWriter} writes and syncs by policy, with {@code JournalBuffer},
 *       {@code IncrementFile} and {@code BackgroundSync}; {@code DiskWatch} tells LATENCY how long that took
 *   <li>{@code AofStart} when a server starts; {@code AofLoader} loads by {@link dev.spinel.persistence.aof.AofReader}
 *       and {@code AofReplay}
 *   <li>{@code AofRewrite} the rewrite; {@code RewriteSchedule} when one is due, by {@code AofSize} and {@code
 *       RewriteLimit}
 *   <li>{@link dev.spinel.persistence.aof.BaseWriter} who writes the base of a rewrite; {@code CommandForm} and
 *       {@code CommandWriter} write it as commands
 * </ul>
 */
package dev.spinel.persistence.aof;
