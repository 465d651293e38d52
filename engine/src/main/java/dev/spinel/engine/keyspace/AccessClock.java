package dev.spinel.engine.keyspace;

/**
 * The 24 bits per key that say when, or how often, it was used: seconds modulo 2^24 under LRU; minutes (16 bits) and a
 * logarithmic counter (8 bits) under LFU. Source: evict.c.
 */
public final class AccessClock {
    private static final int LRU_MASK = (1 << 24) - 1;
    private static final int LFU_FIRST = 5;
    /** Highest value of the counter. */
    static final int MAX_COUNTER = 255;

    private long nowMs;
    private boolean frequency;
    private boolean onChange;
    private boolean frozen;
    private int logFactor = 10;
    private int decayMinutes = 1;
    private long randomState = 0x9E3779B97F4A7C15L;

    void nowMs(long nowMs) {
        this.nowMs = nowMs;
    }

    /**
     * Chooses between LRU, LFU and LRM: {@code maxmemory-policy}, {@code lfu-log-factor}, {@code lfu-decay-time}.
     *
     * @param onChange whether only changes count as uses
     */
    public void configure(boolean frequency, boolean onChange, int logFactor, int decayMinutes) {
        this.frequency = frequency;
        this.onChange = onChange;
        this.logFactor = logFactor;
        this.decayMinutes = decayMinutes;
    }

    /** Whether the clock counts uses. */
    public boolean isFrequency() {
        return frequency;
    }

    /** While frozen lookups leave no mark: CLIENT NO-TOUCH. */
    public void freeze(boolean frozen) {
        this.frozen = frozen;
    }

    public boolean isFrozen() {
        return frozen;
    }

    /** Bits of a new key. */
    public int fresh() {
        return frequency ? minutes() << 8 | LFU_FIRST : seconds();
    }

    /** Marks that a key was looked up. */
    void touch(long entry) {
        if (!frozen && !onChange) {
            mark(entry);
        }
    }

    /** Marks that a key was changed. */
    void touchChanged(long entry) {
        if (onChange) {
            mark(entry);
        }
    }

    private void mark(long entry) {
        Entry.clock(entry, frequency ? minutes() << 8 | increment(counter(entry)) : seconds());
    }

    /** How long ago the key was used, in seconds. Meaningless under LFU. */
    public long idleSeconds(long entry) {
        return seconds() - Entry.clock(entry) & LRU_MASK;
    }

    /** Sets how long ago the key was used: RESTORE IDLETIME. */
    public void idleSeconds(long entry, long seconds) {
        Entry.clock(entry, (int) (seconds() - seconds) & LRU_MASK);
    }

    /** The logarithmic counter after decay. Meaningless under LRU. */
    public int counter(long entry) {
        int bits = Entry.clock(entry);
        int elapsed = minutes() - (bits >>> 8) & 0xFFFF;
        int periods = decayMinutes == 0 ? 0 : elapsed / decayMinutes;
        return Math.max((bits & MAX_COUNTER) - periods, 0);
    }

    /** Sets the counter: RESTORE FREQ. */
    public void counter(long entry, int counter) {
        Entry.clock(entry, minutes() << 8 | counter);
    }

    private int increment(int counter) {
        if (counter == MAX_COUNTER) {
            return counter;
        }
        randomState ^= randomState << 13;
        randomState ^= randomState >>> 7;
        randomState ^= randomState << 17;
        double draw = (randomState >>> 11) * 0x1.0p-53;
        return draw < 1.0 / (Math.max(counter - LFU_FIRST, 0) * logFactor + 1) ? counter + 1 : counter;
    }

    private int seconds() {
        return (int) (nowMs / 1000) & LRU_MASK;
    }

    private int minutes() {
        return (int) (nowMs / 60_000) & 0xFFFF;
    }
}
