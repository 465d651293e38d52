package dev.spinel.module.spi;

import java.util.stream.Stream;

/** What is done with a channel, by the numbers of {@code REDISMODULE_CMD_CHANNEL_*}. */
public enum ChannelUse {
    /** The argument is a pattern. */
    PATTERN(1), PUBLISH(1 << 1), SUBSCRIBE(1 << 2), UNSUBSCRIBE(1 << 3);

    private final int bit;

    ChannelUse(int bit) {
        this.bit = bit;
    }

    static int bits(ChannelUse... uses) {
        return Stream.of(uses).mapToInt(use -> use.bit).reduce(0, (a, b) -> a | b);
    }
}
