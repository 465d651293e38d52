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
        public void acknowledge() {
            // Nobody asks.
        }
    };

    /** Whether this server is a replica. */
    boolean follows();

    /** Whether it has the data of its primary, and hears of changes. */
    boolean isConnected();

    /** What the stream of the primary has selected; -1 when we know no place in it. */
    int database();

    /** Writes what INFO says of a replica and its primary; nothing for a primary. */
    void describe(InfoWriter writer);

    /** Writes what ROLE answers on a replica. */
    void role(ReplyBuilder reply);

    /** Tells the primary how far this replica is. */
    void acknowledge();
}
