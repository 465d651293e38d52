package dev.spinel.engine.client;

/** What can be true of a client; bits of {@link Client#flags}. */
public final class ClientFlag {
    public static final int AUTHENTICATED = 1;
    /** Close once the replies are written. */
    public static final int CLOSE_AFTER_REPLY = 1 << 1;
    /** Close now; nothing more is executed or written. */
    public static final int CLOSE_SOON = 1 << 2;
    public static final int NO_EVICT = 1 << 3;
    public static final int NO_TOUCH = 1 << 4;
    public static final int MONITOR = 1 << 5;
    /** Blocking commands answer at once as inside MULTI: scripts, calls of modules. */
    public static final int DENY_BLOCKING = 1 << 6;
    /** The client of a call made by a module. */
    public static final int MODULE = 1 << 7;
    public static final int TRACKING = 1 << 8;
    /** Waiting for the end of CLIENT PAUSE. */
    public static final int PAUSED = 1 << 9;
    public static final int SCRIPT = 1 << 10;
    public static final int REPLICA = 1 << 11;
    public static final int READONLY = 1 << 12;
    /** The link to our primary: its commands are trusted and never refused. */
    public static final int PRIMARY = 1 << 13;
    public static final int ASKING = 1 << 14;

    private ClientFlag() {}
}
