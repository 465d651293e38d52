package dev.spinel.engine.port;

/**
 * A key of a file whose time had come when the file was loaded: replicas may have it still.
 *
 * @param database its number
 */
public record ExpiredKey(int database, byte[] name) {}
