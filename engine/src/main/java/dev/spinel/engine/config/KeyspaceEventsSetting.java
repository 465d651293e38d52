package dev.spinel.engine.config;

import java.util.List;

/**
 * Which keyspace events are published: a letter per class, {@code A} for most of them, {@code K} and {@code E} for the
 * two kinds of channel. Bit numbers never change: the module API hands them out.
 */
public final class KeyspaceEventsSetting extends Setting {
    /** Publish to {@code __keyspace@n__:key}. */
    public static final int KEYSPACE = 1;
    /** Publish to {@code __keyevent@n__:event}. */
    public static final int KEYEVENT = 1 << 1;
    public static final int GENERIC = 1 << 2;
    public static final int STRING = 1 << 3;
    public static final int LIST = 1 << 4;
    public static final int SET = 1 << 5;
    public static final int HASH = 1 << 6;
    public static final int ZSET = 1 << 7;
    public static final int EXPIRED = 1 << 8;
    public static final int EVICTED = 1 << 9;
    public static final int STREAM = 1 << 10;
    /** A key looked for and not found; not part of {@link #ALL}. */
    public static final int KEY_MISS = 1 << 11;
    /** Modules only, never published. */
    public static final int LOADED = 1 << 12;
    public static final int MODULE = 1 << 13;
    /** A key came into being; not part of {@link #ALL}. */
    public static final int NEW = 1 << 14;
    /** Since Redis 8.8. */
    public static final int ARRAY = 1 << 20;
    /** What the letter A stands for. */
    public static final int ALL =
        GENERIC | STRING | LIST | SET | HASH | ZSET | EXPIRED | EVICTED | STREAM | MODULE | ARRAY;

    private static final String LETTERS = "g$lshzxetdanKEm";
    private static final int[] BITS = {
        GENERIC, STRING, LIST, SET, HASH, ZSET, EXPIRED, EVICTED, STREAM, MODULE, ARRAY, NEW, KEYSPACE, KEYEVENT,
        KEY_MISS,
    };

    private int classes;

    KeyspaceEventsSetting(String names) {
        super(names, 0);
    }

    /** The classes to publish, as bits; 0 when none. */
    public int classes() {
        return classes;
    }

    /** Letters in their canonical order. As in Redis 7, A swallows the letter n. */
    @Override
    public String text() {
        boolean all = (classes & ALL) == ALL;
        StringBuilder text = new StringBuilder(all ? "A" : "");
        for (int i = 0; i < BITS.length; i++) {
            boolean swallowed = all && (BITS[i] & (ALL | NEW)) != 0;
            if ((classes & BITS[i]) != 0 && !swallowed) text.append(LETTERS.charAt(i));
        }
        return text.toString();
    }

    @Override
    public String assign(List<String> words) {
        int parsed = 0;
        for (char letter : words.get(0).toCharArray()) {
            int index = LETTERS.indexOf(letter);
            if (index < 0 && letter != 'A') {
                return "Invalid event class character. Use 'Ag$lshzxeKEtmdn'.";
            }
            parsed |= letter == 'A' ? ALL : BITS[index];
        }
        classes = parsed;
        return null;
    }

    @Override
    protected void rewrite(RewriteSink out) {
        out.line(this, ConfigWords.quote(text()), classes != 0);
    }
}
