/**
 * What survives a restart: the RDB and AOF formats and the snapshot that needs no fork. Implements ports of the engine
 * and is plugged in by {@code dev.spinel.tools.server}; the snapshot barrier it stands on is in {@link
 * dev.spinel.engine.memory.Snapshot}.
 */
package dev.spinel.persistence;
