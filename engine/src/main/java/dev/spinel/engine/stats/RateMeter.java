package dev.spinel.engine.stats;

/** A counter's speed: the mean over the last sixteen samples. Fed by cron every 100 ms. */
public final class RateMeter {
    private static final int SAMPLES = 16;

    private final double[] rates = new double[SAMPLES];
    private long lastValue;
    private long lastMs;
    private int next;

    /** Notes the counter's value now; one that is less than before was reset in between. */
    public void sample(long value, long nowMs) {
        if (lastMs != 0 && nowMs > lastMs) {
            long grown = value < lastValue ? value : value - lastValue;
            rates[next] = grown * 1000.0 / (nowMs - lastMs);
            next = (next + 1) % SAMPLES;
        }
        lastValue = value;
        lastMs = nowMs;
    }

    public double perSecond() {
        double sum = 0;
        for (double rate : rates) {
            sum += rate;
        }
        return sum / SAMPLES;
    }
}
