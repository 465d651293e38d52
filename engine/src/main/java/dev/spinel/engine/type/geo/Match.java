package dev.spinel.engine.type.geo;

/**
 * A member found in an area: its rank in the sorted set, its score and position, and its distance from the middle of
 * the area in metres.
 */
record Match(long rank, double score, double longitude, double latitude, double distance) {}
