/**
 * Checkers of files, as commands: {@link dev.spinel.tools.check.CheckAof} for append-only logs. They take and print what
 * Redis' own checkers do.
 */
package dev.spinel.tools.check;
