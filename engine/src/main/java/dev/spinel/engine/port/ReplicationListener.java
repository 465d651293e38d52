package dev.spinel.engine.port;

/** Hears who follows whom. Called on the reactor. */
public interface ReplicationListener {
    /** Nobody listens. */
    ReplicationListener NONE = new ReplicationListener() {};

    /** A replica follows from now on, or is lost. */
    default void onReplica(boolean isOnline) {}

    /** This server has become a replica, or a primary. */
    default void onRole(boolean isReplica) {}

    /** The link to our primary stands, or is lost. */
    default void onPrimaryLink(boolean isUp) {}
}
