/**
 * What others implement for the engine: time, entropy, the transport behind a client, the journal of changes. The
 * engine itself opens no socket or file, starts no thread and reads no clock.
 */
package dev.spinel.engine.port;
