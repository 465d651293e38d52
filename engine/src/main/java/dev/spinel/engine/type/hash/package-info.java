/**
 * Hashes.
 *
 * <ul>
 *   <li>{@link dev.spinel.engine.type.hash.HashValue} the value of a key whichever way it is encoded, and when one
 *       encoding becomes the other; {@link dev.spinel.engine.type.hash.HashCursor} a field in it
 *   <li>{@link dev.spinel.engine.type.hash.HashCommands} rows and methods; registers {@code HashCounters} (HINCRBY and
 *       its kin), {@code HashWalks} (HGETALL, HSCAN, HRANDFIELD and their kin), {@code HashExpiryCommands} (HEXPIRE,
 *       HTTL, HPERSIST and their kin) and {@code HashExCommands} (HGETDEL, HGETEX, HSETEX)
 *   <li>{@link dev.spinel.engine.type.hash.FieldExpiry} hides and removes fields whose time is over
 *   <li>{@link dev.spinel.engine.type.hash.HashType} what the keyspace knows about hashes
 * </ul>
 *
 * <pre>
 *   listpack    entry or one block:  | field | value | …    up to hash-max-listpack-entries and -value
 *   listpackex  the same with tuples | field | value | expiry | …    once a field was given an expiry, for good
 *   hashtable   entry: | root 8 | info 4 |  root ─► packed hash             beyond, for good
 * </pre>
 *
 * A hash that becomes empty is removed. Source: t_hash.c.
 */
package dev.spinel.engine.type.hash;
