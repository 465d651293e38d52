/** Append-only logs of whole servers: beside redis-server, and killed. */
package dev.spinel.tools.aof;
