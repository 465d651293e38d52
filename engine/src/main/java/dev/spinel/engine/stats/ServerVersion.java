package dev.spinel.engine.stats;

/** What the server calls itself. */
public final class ServerVersion {
    /** The Redis release whose behaviour is the floor; clients choose features by it. */
    public static final String REDIS = "7.4.1";
    /** The same as a number, one byte per part, as modules ask for it. */
    public static final int REDIS_NUMBER = 0x070401;
    public static final String SPINEL = "0.1.0";

    private ServerVersion() {}
}
