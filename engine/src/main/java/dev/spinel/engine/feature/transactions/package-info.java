/**
 * Transactions: {@link dev.spinel.engine.feature.transactions.TransactionCommands} queues and runs, {@link
 * dev.spinel.engine.feature.transactions.WatchedKeys} knows what changed since WATCH.
 */
package dev.spinel.engine.feature.transactions;
