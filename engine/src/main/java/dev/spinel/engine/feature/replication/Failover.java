package dev.spinel.engine.feature.replication;

import dev.spinel.engine.Engine;
import dev.spinel.engine.port.OperatorLog;

/**
 * FAILOVER: a primary hands over to one of its replicas. Writes are postponed until a replica has all changes; then this
 * server follows it, and asks it in PSYNC to be the primary.
 *
 * <pre>
 *   NONE ── FAILOVER ──► WAITING ── a replica has caught up, or the time is up and it is forced ──► HANDING_OVER ─┐
 *    ▲                      │ time is up, ABORT                                 refused, ABORT: primary again │   │
 *    └──────────────────────┴────────────────────────────────────────────────────────────────────────────────┴───┘
 * </pre>
 *
 * Owned by {@link Replication}; reactor. Source: updateFailoverStatus in replication.c.
 */
public final class Failover {
    private enum State {
        NONE("no-failover"), WAITING("waiting-for-sync"), HANDING_OVER("failover-in-progress");

        private final String word;

        State(String word) {
            this.word = word;
        }
    }

    private final Engine engine;
    private final Replication replication;
    private State state = State.NONE;
    /** Who is to take over; null for whoever has all changes first. */
    private String host;
    private int port;
    private boolean isForced;
    /** 0 when there is all the time in the world. */
    private long endMs;

    Failover(Engine engine, Replication replication) {
        this.engine = engine;
        this.replication = replication;
    }

    private void notice(String text) {
        replication.log(OperatorLog.NOTICE, text);
    }

    public boolean isUnderWay() {
        return state != State.NONE;
    }

    /** Whether we follow somebody who is to be the primary, and has not agreed yet. */
    public boolean isHandingOver() {
        return state == State.HANDING_OVER;
    }

    /** The state, as INFO shows it. */
    String word() {
        return state.word;
    }

    /**
     * Begins.
     *
     * @param toHost who is to take over; null for whoever has all changes first
     * @param timeoutMs 0 for none
     * @param forces whether it takes over when the time is up, whatever it lacks
     */
    void start(String toHost, int toPort, long timeoutMs, boolean forces) {
        host = toHost;
        port = toPort;
        isForced = forces;
        endMs = timeoutMs == 0 ? 0 : engine.keyspace().nowMs() + timeoutMs;
        state = State.WAITING;
        engine.clientPause().pauseWrites(Long.MAX_VALUE);
        notice(host == null ? "FAILOVER requested to any replica." : "FAILOVER requested to " + host + ":" + port + ".");
    }

    /** Gives it up: this server is the primary. */
    public void abort(String why) {
        notice("FAILOVER to " + (host == null ? "any replica" : host + ":" + port) + " aborted: " + why);
        boolean wasHandingOver = isHandingOver();
        end();
        if (wasHandingOver) {
            engine.upstream().stopFollowing();
        }
    }

    /** Somebody else is the primary now. */
    public void end() {
        if (isUnderWay()) {
            state = State.NONE;
            engine.clientPause().unpause();
        }
    }

    void cron() {
        if (state != State.WAITING) {
            return;
        }
        Replica target = findCaughtUp();
        if (endMs != 0 && endMs <= engine.keyspace().nowMs()) {
            endOfTime();
        } else if (target != null) {
            handOver(target.address(), (int) target.port(), " is synced, failing over.");
        }
    }

    private void endOfTime() {
        if (isForced) {
            handOver(host, port, " time out exceeded, failing over.");
        } else {
            abort("Replica never caught up before timeout");
        }
    }

    private Replica findCaughtUp() {
        for (Replica replica : replication.followers()) {
            boolean isMeant = host == null || replica.is(host, port);
            if (isMeant && replica.isOnline() && replica.acknowledged() == replication.offset()) {
                return replica;
            }
        }
        return null;
    }

    private void handOver(String toHost, int toPort, String why) {
        host = toHost;
        port = toPort;
        state = State.HANDING_OVER;
        notice("Failover target " + host + ":" + port + why);
        engine.upstream().follow(host, port);
    }
}
