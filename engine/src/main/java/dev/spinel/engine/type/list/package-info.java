/**
 * Lists.
 *
 * <ul>
 *   <li>{@link dev.spinel.engine.type.list.ListValue} the value of a key whichever way it is encoded, and when one
 *       encoding becomes the other; {@link dev.spinel.engine.type.list.ListCursor} a place in it
 *   <li>{@link dev.spinel.engine.type.list.ListCommands} rows and methods; registers {@code PopCommands} (everything
 *       that takes elements away at an end and may wait for them), {@code MoveCommands} (LMOVEM) and {@code ListSearch}
 *       (LPOS, LREM)
 *   <li>{@link dev.spinel.engine.type.list.ListType} what the keyspace knows about lists
 * </ul>
 *
 * <pre>
 *   listpack    entry or one block:  | listpack bytes |           up to one node of list-max-listpack-size
 *   quicklist   entry: | root 8 | info 4 |  root ─► node ⇄ node   beyond; back below half of that limit
 * </pre>
 *
 * A list that becomes empty is removed. Source: t_list.c.
 */
package dev.spinel.engine.type.list;
