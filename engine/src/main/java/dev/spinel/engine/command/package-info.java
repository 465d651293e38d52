/**
 * Commands: what is known of them, which ones the server offers, one execution of one.
 *
 * <ul>
 *   <li>{@link dev.spinel.engine.command.CommandFacts} and its parts {@link dev.spinel.engine.command.CommandFlag},
 *       {@link dev.spinel.engine.command.AclCategory}, {@link dev.spinel.engine.command.KeySpec},
 *       {@link dev.spinel.engine.command.KeyFlag}: facts, read from {@code commands/facts.tsv} by
 *       {@link dev.spinel.engine.command.CommandFactsLoader}.
 *   <li>{@link dev.spinel.engine.command.CommandDocs}: what COMMAND DOCS tells, read per group when asked for.
 *   <li>{@link dev.spinel.engine.command.KeyExtractor} finds the keys of a call, by key specs and, where those cannot
 *       say it, by a {@link dev.spinel.engine.command.KeyRule}.
 *   <li>{@link dev.spinel.engine.command.ResultStore}: the last step of commands that store what they found.
 * </ul>
 */
package dev.spinel.engine.command;
