package dev.spinel.engine.port;

/** Hears who follows whom. Called on the reactor. */
public interface ReplicationListener {
    /**
     * Who this server is.
     *
     * @param host of its primary; null when it is one itself
     * @param id name of its stream of changes, which had the name {@code secondId} before {@code secondOffset}
     */
    record Role(String host, int port, String id, String secondId, long offset, long secondOffset) {}

    /** Nobody listens. */
    ReplicationListener NONE = new ReplicationListener() {};

    /** A replica follows from now on, or is lost. */
    default void onReplica(boolean isOnline) {}

    /** This server has become a replica, or a primary. */
    default void onRole(Role role) {}

    /** The link to our primary stands, or is lost. */
    default void onPrimaryLink(boolean isUp) {}
}
