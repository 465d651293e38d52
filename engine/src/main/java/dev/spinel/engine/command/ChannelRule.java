package dev.spinel.engine.command;

import dev.spinel.engine.resp.ArgSource;

/** Tells which arguments of a call are channels: those of the built-in commands, and of modules' commands. */
@FunctionalInterface
public interface ChannelRule {
    /** Takes the channels of a call one by one. */
    @FunctionalInterface
    interface Sink {
        /** @param flags from {@link ChannelFlag} */
        void channel(int position, int flags);
    }

    void find(ArgSource args, Sink channels);

    /** The rule of a built-in command; null when it names no channels. */
    static ChannelRule builtIn(String fullName) {
        return switch (fullName) {
            case "publish", "spublish" -> (args, channels) -> channels.channel(1, ChannelFlag.PUBLISH);
            case "subscribe", "ssubscribe" -> all(ChannelFlag.SUBSCRIBE);
            case "psubscribe" -> all(ChannelFlag.SUBSCRIBE | ChannelFlag.PATTERN);
            default -> null;
        };
    }

    private static ChannelRule all(int flags) {
        return (args, channels) -> {
            for (int i = 1; i < args.count(); i++) {
                channels.channel(i, flags);
            }
        };
    }
}
