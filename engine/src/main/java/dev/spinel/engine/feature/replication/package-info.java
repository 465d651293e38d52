/**
 * Replication as a primary sees it; {@code follow} is the other side.
 *
 * <ul>
 *   <li>{@link dev.spinel.engine.feature.replication.ReplicationCommands} PSYNC, SYNC, REPLCONF, ROLE and their kin;
 *       {@code WaitCommands} WAIT and WAITAOF
 *   <li>{@link dev.spinel.engine.feature.replication.Replication} the stream of changes and who follows it; {@code
 *       Backlog} its latest bytes, {@code Replica} one follower
 *   <li>{@code FullSync} gives a new replica all data, from a file that the {@link dev.spinel.engine.port.Snapshotter}
 *       writes; {@code FileSending} sends it
 *   <li>{@link dev.spinel.engine.feature.replication.Failover} hands over to a replica; {@code FailoverCommand} asks for it
 *   <li>{@code ReplicaGate} refuses writes for want of replicas; {@link
 *       dev.spinel.engine.feature.replication.ReplicationInfo} the section of INFO
 *   <li>{@link dev.spinel.engine.feature.replication.Upstream} whom this server follows itself; implemented in {@code
 *       follow}
 * </ul>
 *
 * The way of a change: {@code Propagator} ─► {@code Replication.append} ─► backlog, and every follower's output; a
 * follower that is still getting its file holds it back. On a replica {@code follow} hands the bytes of its primary on
 * instead.
 */
package dev.spinel.engine.feature.replication;
