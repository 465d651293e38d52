/**
 * Streams and their consumer groups.
 *
 * <ul>
 *   <li>{@link dev.spinel.engine.type.stream.StreamValue} adding, deleting, trimming; {@link
 *       dev.spinel.engine.type.stream.StreamCursor} a walk over entries; {@link
 *       dev.spinel.engine.type.stream.StreamId} ids and their text; {@link
 *       dev.spinel.engine.type.stream.StreamLimits} settings
 *   <li>layouts, all static over addresses: {@code StreamRoot}, {@code StreamNode}, {@code ConsumerGroup},
 *       {@code Consumer}, {@code Producers} what came from producers who may repeat themselves, {@code NameTable}
 *       (groups, consumers and producers by name); {@code FieldsDigest} the name of a message without one
 *   <li>{@code ReadProgress} entries read, and the lag of a group
 *   <li>{@link dev.spinel.engine.type.stream.StreamCommands} registers the rows: {@code AddCommands} XADD, XTRIM with
 *       {@link dev.spinel.engine.type.stream.TrimOptions}; {@code DeleteCommands} XDEL, XSETID; {@code
 *       ReferenceCommands} XDELEX, XACKDEL with {@code ReferenceMode}; {@code RangeCommands};
 *       {@code ReadCommands} XREAD, XREADGROUP; {@code GroupCommands} XGROUP, XACK; {@code NackCommand} XNACK; {@code
 *       ProducerCommands} XCFGSET, XIDMPRECORD; {@code PendingCommand}; {@code ClaimCommands}; {@code InfoCommands}
 *   <li>{@code EntryReplies} ids and entries in replies, {@code GroupRepeats} how changes of groups are repeated,
 *       {@code GroupLookup} groups and consumers that arguments name, {@code OldestPending} what is to be
 *       claimed first
 *   <li>{@code StreamType} what the keyspace knows about streams; {@code StreamRdb} their RDB form, {@code
 *       StreamImage} the same as of a snapshot, {@code StreamRewrite} the commands that make one; {@code
 *       StreamRelocation} active defragmentation
 * </ul>
 *
 * <pre>
 *   key ─► root ─┬─ tree by id ─► node: listpack of up to stream-node-max-entries entries, in Redis' bytes
 *                └─ groups by name ─► group ─┬─ tree by id: pending entries, each with its owner
 *                                            └─ consumers by name ─► consumer ── tree by id: what it owns
 * </pre>
 *
 * A stream stays when it becomes empty. Source: t_stream.c.
 */
package dev.spinel.engine.type.stream;
