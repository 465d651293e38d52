package dev.spinel.engine.command;

/** How a command uses a channel. Bit numbers never change: the module API hands them out. */
public final class ChannelFlag {
    /** The argument is a pattern of channels. */
    public static final int PATTERN = 1;
    public static final int PUBLISH = 1 << 1;
    public static final int SUBSCRIBE = 1 << 2;
    public static final int UNSUBSCRIBE = 1 << 3;
    /** All there are. */
    public static final int ALL = PATTERN | PUBLISH | SUBSCRIBE | UNSUBSCRIBE;

    private ChannelFlag() {}
}
