/**
 * Being a replica: this server has the data of another one, its primary, and hears of every change there.
 *
 * <ul>
 *   <li>{@link dev.spinel.engine.feature.replication.follow.Following} whom we follow and how far that is: roles, links
 *       and their ends; {@code FollowCommands} REPLICAOF and SLAVEOF
 *   <li>{@code Handshake} the talk before any data, in lines ({@code PrimaryLine}); {@code FileReceipt} takes the file
 *       of a full synchronization
 *   <li>{@code AppliedStream} hands the bytes of the stream that were executed on to our own replicas
 *   <li>{@code FollowGate} refuses what clients of a replica may not do; {@code FollowInfo} what INFO says; {@code
 *       LocalExpiries} keys that clients of a writable replica gave a time to live
 * </ul>
 *
 * <pre>
 *   NONE ── REPLICAOF ──► CONNECT ──► CONNECTING ──► HANDSHAKE ──┬── FULLRESYNC ──► TRANSFER ── load ──┬─► CONNECTED
 *                            ▲             │             │       └── CONTINUE ───────────│─────────────┘       │
 *                            └──── failed ─┴─────────────┴───────────────────────────────┴──────── lost ───────┘
 * </pre>
 *
 * A link begins as a connection of our own ({@link dev.spinel.engine.port.Outgoing}). Once the data stands it becomes a
 * client with {@code ClientFlag.PRIMARY}, whose commands are executed like those of any other; so a replica needs no
 * code to apply a change.
 */
package dev.spinel.engine.feature.replication.follow;
