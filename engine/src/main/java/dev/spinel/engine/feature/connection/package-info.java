/** The connection group: {@link dev.spinel.engine.feature.connection.ConnectionCommands}. */
package dev.spinel.engine.feature.connection;
