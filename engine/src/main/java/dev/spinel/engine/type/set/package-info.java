/**
 * Sets: the commands of the set group and their type.
 *
 * <ul>
 *   <li>{@link dev.spinel.engine.type.set.SetCommands} SADD SREM SISMEMBER SMEMBERS SMOVE SSCAN and their kin,
 *       registration
 *   <li>{@code RandomMembers} SPOP SRANDMEMBER
 *   <li>{@code SetAlgebra} SINTER SUNION SDIFF, counted and stored
 *   <li>{@code SetType} what the keyspace must know; {@link dev.spinel.engine.type.set.SetLimits} the settings
 *   <li>{@code SetValue} one set in any of its encodings, {@code SetCursor} a walk through it
 * </ul>
 *
 * Encodings, of which the first two are one run of bytes in or beside the entry:
 *
 * <pre>
 *   intset      only integers, up to set-max-intset-entries
 *   listpack    up to set-max-listpack-entries members of up to set-max-listpack-value bytes
 *   hashtable   the rest: root of a PackedHash
 * </pre>
 *
 * A set goes down this list when it must and never up again; one without members does not exist.
 */
package dev.spinel.engine.type.set;
