package dev.spinel.engine.keyspace;

import java.nio.charset.StandardCharsets;

/** Kinds and names of keyspace events. The bits are those of {@code notify-keyspace-events} and of the Module API. */
public final class KeyEvent {
    public static final int KEYSPACE = 1;
    public static final int KEYEVENT = 1 << 1;
    public static final int GENERIC = 1 << 2;
    public static final int STRING = 1 << 3;
    public static final int LIST = 1 << 4;
    public static final int SET = 1 << 5;
    public static final int HASH = 1 << 6;
    public static final int SORTED_SET = 1 << 7;
    public static final int EXPIRED = 1 << 8;
    public static final int EVICTED = 1 << 9;
    public static final int STREAM = 1 << 10;
    public static final int KEY_MISS = 1 << 11;
    public static final int LOADED = 1 << 12;
    public static final int MODULE = 1 << 13;
    public static final int NEW = 1 << 14;
    /** Since Redis 8.8; a bit that no module of ours asks for. */
    public static final int ARRAY = 1 << 20;
    /** All kinds that {@code A} stands for. */
    public static final int ALL =
            GENERIC | STRING | LIST | SET | HASH | SORTED_SET | EXPIRED | EVICTED | STREAM | MODULE | ARRAY;

    public static final byte[] SET_NAME = name("set");
    public static final byte[] DEL = name("del");
    public static final byte[] EXPIRE = name("expire");
    public static final byte[] PERSIST = name("persist");
    public static final byte[] EXPIRED_NAME = name("expired");
    public static final byte[] EVICTED_NAME = name("evicted");
    public static final byte[] MISS_NAME = name("keymiss");
    public static final byte[] LOADED_NAME = name("loaded");
    public static final byte[] NEW_NAME = name("new");

    private KeyEvent() {}

    /** The bytes of an event name; for static fields. */
    public static byte[] name(String event) {
        return event.getBytes(StandardCharsets.ISO_8859_1);
    }
}
