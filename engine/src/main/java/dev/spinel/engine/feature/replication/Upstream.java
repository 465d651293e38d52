package dev.spinel.engine.feature.replication;

import dev.spinel.engine.resp.ReplyBuilder;
import dev.spinel.engine.stats.InfoWriter;

/** The server this one follows, as far as its own replicas and the operator are concerned. */
public interface Upstream {
    /** A primary follows nobody. */
    Upstream NONE = new Upstream() {
        @Override
        public boolean follows() {
            return false;
        }

        @Override
        public boolean isConnected() {
            return false;
        }

        @Override
        public boolean isConnecting() {
            return false;
        }

        @Override
        public boolean isTransferring() {
            return false;
        }

        @Override
        public boolean isReadOnly() {
            return false;
        }

        @Override
        public byte[] refusal(long commandFlags) {
            return null;
        }

        @Override
        public int database() {
            return -1;
        }

        @Override
        public void describe(InfoWriter writer) {
            // There is nothing to say.
        }

        @Override
        public void role(ReplyBuilder reply) {
            throw new IllegalStateException("a primary has another role");
        }

        @Override
        public void follow(String host, int port) {
            throw new IllegalStateException("this server cannot follow");
        }

        @Override
        public void stopFollowing() {
            throw new IllegalStateException("a primary follows nobody");
        }

        @Override
        public void acknowledge() {
            // Nobody asks.
        }
    };

    /** Whether this server is a replica. */
    boolean follows();

    /** Whether it has the data of its primary, and hears of changes. */
    boolean isConnected();

    /** Whether there is no connection yet. */
    boolean isConnecting();

    /** Whether the file of the primary is being received or loaded. */
    boolean isTransferring();

    /** Whether only the primary changes data. */
    boolean isReadOnly();

    /** The error for a command with such flags, from whomever but the primary; null when it may run. */
    byte[] refusal(long commandFlags);

    /** What the stream of the primary has selected; -1 when we know no place in it. */
    int database();

    /** Writes what INFO says of a replica and its primary; nothing for a primary. */
    void describe(InfoWriter writer);

    /** Writes what ROLE answers on a replica. */
    void role(ReplyBuilder reply);

    /** Has this server be a replica from now on. What it has counts as the data of that primary if it can go on from there. */
    void follow(String host, int port);

    /** Has this server be a primary from now on, with the data as it is. */
    void stopFollowing();

    /** Tells the primary how far this replica is. */
    void acknowledge();
}
