package dev.spinel.engine.port;

/**
 * A place in a stream of changes: where the data of a file stand in it.
 *
 * @param id 40 hexadecimal digits that name the stream
 * @param offset bytes of it that are in the data
 * @param database what it has selected there
 */
public record StreamPosition(String id, long offset, int database) {}
