/**
 * Redis Cluster as a server outside of one answers: {@link dev.spinel.engine.feature.cluster.ClusterCommands} has the
 * rows, and every one refuses. Clients that look for a cluster learn from the text that there is none.
 */
package dev.spinel.engine.feature.cluster;
