/**
 * The sorted array of integers of Redis, byte for byte: {@link dev.spinel.engine.struct.intset.Intset}. Like a
 * listpack it lives in a region somebody else owns, who makes room before an insert.
 */
package dev.spinel.engine.struct.intset;
