/**
 * The program that started the server and waits until it serves: {@link dev.spinel.tools.supervisor.Supervisor} tells it
 * how we are, systemd through {@code NotifySocket}.
 */
package dev.spinel.tools.supervisor;
