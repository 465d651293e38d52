package dev.spinel.module.spi;

/** Kinds of events of keys: the bits {@code REDISMODULE_NOTIFY_*}. */
public enum KeyEvent {
    GENERIC(1 << 2),
    STRING(1 << 3),
    LIST(1 << 4),
    SET(1 << 5),
    HASH(1 << 6),
    SORTED_SET(1 << 7),
    EXPIRED(1 << 8),
    EVICTED(1 << 9),
    STREAM(1 << 10),
    MISSED(1 << 11),
    LOADED(1 << 12),
    MODULE(1 << 13),
    NEW(1 << 14);

    private final int bit;

    KeyEvent(int bit) {
        this.bit = bit;
    }

    int bit() {
        return bit;
    }
}
