/** The server group: {@link dev.spinel.engine.feature.server.ShutdownCommand} ends the process. */
package dev.spinel.engine.feature.server;
