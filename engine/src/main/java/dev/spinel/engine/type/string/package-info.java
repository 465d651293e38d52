/**
 * Strings.
 *
 * <ul>
 *   <li>{@link dev.spinel.engine.type.string.StringCommands} rows and methods of the string group
 *   <li>{@link dev.spinel.engine.type.string.StringType} what the keyspace knows about strings
 * </ul>
 *
 * Encodings: {@code int} in the entry, {@code embstr} up to 44 bytes as SET made it, {@code raw} otherwise. The bytes lie
 * in the entry while they are short, in a block of their own above.
 */
package dev.spinel.engine.type.string;
