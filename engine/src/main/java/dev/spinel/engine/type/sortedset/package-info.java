/**
 * Sorted sets: the commands of the sorted-set group and their type.
 *
 * <ul>
 *   <li>{@link dev.spinel.engine.type.sortedset.SortedSetCommands} ZADD ZREM ZSCORE ZRANK ZSCAN and their kin,
 *       registration
 *   <li>{@code RangeCommands} ZRANGE in all its names, ZCOUNT, ZREMRANGEBY*, with {@code ScoreRange} and {@code
 *       LexRange}
 *   <li>{@code PopCommands} ZPOPMIN ZMPOP and their waiting forms; {@code RandomMembers} ZRANDMEMBER
 *   <li>{@code SortedSetAlgebra} ZUNION ZINTER ZDIFF, counted and stored, over {@code Source} sets of both types
 *   <li>{@code SortedSetType} what the keyspace must know; {@link dev.spinel.engine.type.sortedset.SortedSetLimits} the
 *       settings
 *   <li>{@link dev.spinel.engine.type.sortedset.SortedSetValue} one sorted set in either encoding, {@link
 *       dev.spinel.engine.type.sortedset.SortedSetCursor} a place in it; {@link
 *       dev.spinel.engine.type.sortedset.Scores} scores as text
 * </ul>
 *
 * Encodings; what outgrows the first becomes the second and never goes back:
 *
 * <pre>
 *   listpack    | member | score | …   ascending by score, then member; up to zset-max-listpack-entries members of up to
 *               zset-max-listpack-value bytes, one run of bytes in or beside the entry
 *   skiplist    the rest: root of a ScoreTree, which is no skip list, but clients know it by this name
 * </pre>
 *
 * All ranges are ranges of ranks: where one begins and ends is counted once, then it is walked.
 */
package dev.spinel.engine.type.sortedset;
