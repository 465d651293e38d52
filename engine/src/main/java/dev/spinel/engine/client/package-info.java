/** What a client is: database, name, flags, what it waits for, what it subscribed to. No socket in here. */
package dev.spinel.engine.client;
