/**
 * Sockets. {@link dev.spinel.io.net.Listener} accepts, {@link dev.spinel.io.net.SocketConnection} reads, executes and
 * writes, {@link dev.spinel.io.net.ConnectionSet} holds them all and what is to be done before the reactor sleeps.
 * {@link dev.spinel.io.net.OutgoingDialer} opens connections to other servers, which may become clients.
 * {@link dev.spinel.io.net.DisconnectLog} tells why one was hung up on.
 */
package dev.spinel.io.net;
