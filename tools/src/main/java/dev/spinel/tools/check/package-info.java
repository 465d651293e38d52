/**
 * Checkers of files, as commands: {@link dev.spinel.tools.check.CheckAof} for append-only logs, {@link
 * dev.spinel.tools.check.CheckRdb} for RDB files, which take and print what Redis' own checkers do; {@link
 * dev.spinel.tools.check.RdbReport} tells what an RDB file holds. {@code RdbWalk} goes through one without a server.
 */
package dev.spinel.tools.check;
