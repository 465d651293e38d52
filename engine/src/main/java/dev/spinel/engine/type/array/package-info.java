/**
 * Arrays: the commands of the array group and their type.
 *
 * <ul>
 *   <li>{@link dev.spinel.engine.type.array.ArrayCommands} registers the rows, and has those that name indexes: ARSET
 *       ARGET ARMSET ARMGET ARDEL ARDELRANGE ARLEN ARCOUNT
 *   <li>{@code RangeCommands} ARGETRANGE ARSCAN; {@code AppendCommands} ARINSERT ARRING ARNEXT ARSEEK ARLASTITEMS;
 *       {@code GrepCommand} ARGREP with {@code GrepPlan}; {@code FoldCommand} AROP with {@code NumberFold};
 *       {@code InfoCommand} ARINFO
 *   <li>{@code Regex} extended regular expressions over bytes in linear time, which {@code RegexParser} reads into a
 *       {@code RegexNode}
 *   <li>{@code ArrayValue} the array of a key; {@code ArrayIndex} indexes in arguments and replies
 *   <li>{@code ArrayType} what the keyspace must know; {@code ArrayRdb} the RDB form
 * </ul>
 *
 * The only encoding is {@code sliced-array}, a {@link dev.spinel.engine.struct.array.SparseArray}, whose mark is the
 * index ARINSERT writes next: 0 before the first one, and the largest number of all when no index is left. An array
 * without elements does not exist. Source: the Redis 8.8 command reference and t_array.c.
 */
package dev.spinel.engine.type.array;
