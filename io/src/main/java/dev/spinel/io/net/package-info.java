/**
 * Sockets. {@link dev.spinel.io.net.Listener} accepts, {@link dev.spinel.io.net.SocketConnection} reads, executes and
 * writes, {@link dev.spinel.io.net.ConnectionSet} holds them all and what is to be done before the reactor sleeps.
 */
package dev.spinel.io.net;
