/**
 * Saving by command: {@link dev.spinel.engine.feature.persistence.SnapshotCommands} SAVE, BGSAVE and LASTSAVE, {@link
 * dev.spinel.engine.feature.persistence.LoadingGate} and {@link dev.spinel.engine.feature.persistence.SnapshotGate}
 * what may run meanwhile. The work itself is behind {@link dev.spinel.engine.port.Snapshotter}.
 *
 * <p>The log of changes: {@link dev.spinel.engine.feature.persistence.AppendOnlyCommands} BGREWRITEAOF, {@code
 * AppendOnlyGate} what may not run while it cannot be written; behind {@link dev.spinel.engine.port.AppendOnlyFile}.
 */
package dev.spinel.engine.feature.persistence;
