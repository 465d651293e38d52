/**
 * The server program: {@link dev.spinel.tools.server.Main} reads the arguments, {@code Server} wires settings, log,
 * engine, reactor and modules together; the rest are its views of the machine: clock, entropy, process and its title,
 * files, signals, logs, and how it goes into the background.
 */
package dev.spinel.tools.server;
