/**
 * Where keys live.
 *
 * <ul>
 *   <li>{@link dev.spinel.engine.keyspace.Keyspace} all databases: lookups with expiry and access clock, listeners
 *   <li>{@link dev.spinel.engine.keyspace.Database} the keys of one number; {@link dev.spinel.engine.keyspace.Key} one
 *       of them; {@link dev.spinel.engine.keyspace.Entry} its block; {@code EntrySpaces} where blocks of a database are
 *   <li>{@link dev.spinel.engine.keyspace.ValueType} what a data-type room tells the keyspace; {@link
 *       dev.spinel.engine.keyspace.FreeValue} a value that has no key yet
 *   <li>{@link dev.spinel.engine.keyspace.ValueSink}, {@link dev.spinel.engine.keyspace.ValueSource} and {@link
 *       dev.spinel.engine.keyspace.CommandSink} the forms it is written and read in: RDB, and commands
 *   <li>{@link dev.spinel.engine.keyspace.EntryImage}, {@link dev.spinel.engine.keyspace.ListpackImage} a key and its
 *       value as of a snapshot
 *   <li>{@link dev.spinel.engine.keyspace.ExpiryCycle}, {@link dev.spinel.engine.keyspace.Evictor} keys that go by time
 *       and by memory; {@link dev.spinel.engine.keyspace.ActiveDefrag} moves keys out of sparse slabs
 *   <li>{@link dev.spinel.engine.keyspace.SizeBooks}, {@link dev.spinel.engine.keyspace.SizeHistogram} how large values
 *       are
 *   <li>{@link dev.spinel.engine.keyspace.KeyspaceListener}, {@link dev.spinel.engine.keyspace.KeyEvent}, {@link
 *       dev.spinel.engine.keyspace.RemovalListener} who hears what
 * </ul>
 */
package dev.spinel.engine.keyspace;
