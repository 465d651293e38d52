/** Spinel as the primary of a redis-server. */
package dev.spinel.tools.replication;
