/**
 * The connection group.
 *
 * <ul>
 *   <li>{@link dev.spinel.engine.feature.connection.ConnectionCommands} PING, SELECT, AUTH, HELLO, RESET, …
 *   <li>{@link dev.spinel.engine.feature.connection.ClientCommands} CLIENT; {@link
 *       dev.spinel.engine.feature.connection.ClientLine} its line per client
 *   <li>{@link dev.spinel.engine.feature.connection.ClientPause} what waits during CLIENT PAUSE
 *   <li>{@link dev.spinel.engine.feature.connection.ClientEviction} who goes when clients hold too much, {@link
 *       dev.spinel.engine.feature.connection.ReplyLimits} when one of them does not read; {@code ClientMemory} how much
 *   <li>{@link dev.spinel.engine.feature.connection.Credentials} what this room asks of those who know the users
 * </ul>
 */
package dev.spinel.engine.feature.connection;
