/**
 * Keys of any type: the generic group, and what works on whole databases.
 *
 * <ul>
 *   <li>{@link dev.spinel.engine.feature.generic.GenericCommands} DEL EXISTS TOUCH TYPE UNLINK, and registration
 *   <li>{@code ExpireCommands} EXPIRE TTL PERSIST; {@code MoveCommands} RENAME MOVE COPY
 *   <li>{@code ScanCommands} SCAN KEYS RANDOMKEY; {@link dev.spinel.engine.command.ScanCursor} their cursor
 *   <li>{@code SortCommands} SORT SORT_RO, {@code SortPattern} their BY and GET
 *   <li>{@code DumpCommands} DUMP RESTORE; {@code ObjectCommands} OBJECT; {@code DatabaseCommands} DBSIZE FLUSHDB
 *       FLUSHALL SWAPDB, {@code DatabaseArgument} the number of a database
 * </ul>
 */
package dev.spinel.engine.feature.generic;
