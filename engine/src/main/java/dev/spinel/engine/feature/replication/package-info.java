/**
 * Replication as a primary without replicas sees it: {@link dev.spinel.engine.feature.replication.ReplicationCommands}
 * answers what is true of such a server, and says so where more is asked.
 */
package dev.spinel.engine.feature.replication;
